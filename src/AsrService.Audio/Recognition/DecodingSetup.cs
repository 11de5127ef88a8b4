using AsrService.Audio.Models;
using AsrService.Audio.Segmentation;
using AsrService.Core.Recognition;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>What a request's options mean to a model.</summary>
internal static class DecodingSetup
{
    /// <summary>The language that was given, or the only one; null when it is to be detected.</summary>
    /// <exception cref="AudioException">The model does not know it.</exception>
    public static string? Given(TranscriptionOptions options, LoadedModel model)
    {
        if (options.Language is null or WhisperOptions.AutoLanguage)
            return model.Factory.IsMultilingual ? null : model.Factory.Languages[0];
        if (!model.Factory.Languages.Contains(options.Language))
            throw new AudioException($"The model {model.Name} does not know the language {options.Language}.");
        return options.Language;
    }

    /// <summary>How windows are decoded.</summary>
    public static WhisperOptions Of(TranscriptionOptions options, string language, LoadedModel model, int threads)
    {
        var builder = model.Factory.CreateBuilder().WithPrompt(options.Prompt ?? "");
        return builder.Options with
        {
            Language = language,
            Translate = options.Translate == true,
            Threads = threads,
            Temperature = (float)(options.Temperature ?? 0),
            BeamSize = options.BeamSize ?? 1,
            TokenTimestamps = options.WordTimestamps == true,
        };
    }

    /// <summary>Has the model detect the language of a window.</summary>
    public static async Task<(string Language, double? Probability)> DetectAsync(
        LoadedModel model, SpeechWindow window, ComputePool pool, int threads, CancellationToken cancellationToken)
    {
        var detection = await pool.StartAsync(() => Detect(model, window.Samples, threads), cancellationToken);
        var (language, probability) = await detection.WaitAsync(cancellationToken);
        return (language, probability);
    }

    private static (string Language, float Probability) Detect(LoadedModel model, float[] samples, int threads)
    {
        // The detector wants a tenth of a second at least; the encoder pads with silence in any case.
        var heard = samples.Length >= WhisperProcessor.MinSamples ? samples : [.. samples, .. new float[WhisperProcessor.MinSamples]];
        using var processor = model.CreateProcessor();
        return processor.DetectLanguage(heard, threads);
    }
}
