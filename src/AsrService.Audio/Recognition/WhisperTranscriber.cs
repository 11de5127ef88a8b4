using AsrService.Audio.Models;
using AsrService.Audio.Segmentation;
using AsrService.Audio.Text;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Whisper;
using Microsoft.Extensions.Options;

namespace AsrService.Audio.Recognition;

/// <summary>
/// Finds the speech of a recording, packs it into windows of at most 30 s, and decodes them side by side on whatever
/// threads are free; the transcript is the same on one thread as on many.
/// </summary>
internal sealed class WhisperTranscriber(ModelHost models, ComputePool pool, ChineseScriptConverter chinese, IOptions<RecognitionOptions> settings)
    : ITranscriber
{
    // Where nobody speaks there is nothing to detect a language from; this is the first of whisper.cpp's table.
    private const string LanguageOfSilence = "en";

    public async Task<Transcript> TranscribeAsync(
        IDecodedAudio audio, TranscriptionOptions options, Func<TranscriptionProgress, Task> onProgress, CancellationToken cancellationToken)
    {
        using var lease = await models.RentAsync(options.Model, options.WordTimestamps == true, cancellationToken);
        var language = Given(options, lease.Model);
        using var reader = new RecordingReader(audio, models.VadPath, keepsAll: options.Vad == false);

        // Windows that run when something fails are of no more use.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var (transcript, probability) = ((TranscriptBuilder?)null, (double?)null);
            var recognition = (RecordingRecognition?)null;
            await foreach (var window in reader.ReadAsync(pool, stop.Token))
            {
                if (language is null)
                    (language, probability) = await DetectAsync(lease.Model, window, stop.Token);
                transcript ??= new TranscriptBuilder(lease.Model.Factory, language, options);
                recognition ??= new RecordingRecognition(
                    pool, new FallbackDecoder(lease.Model, DecodingOf(options, language, lease.Model)), transcript, seconds => ReportAsync(seconds, transcript.TextSoFar()));
                await recognition.AddAsync(window, stop.Token);
            }

            if (recognition is null)
                return new Transcript("", language ?? LanguageOfSilence, reader.SecondsRead, []);

            await recognition.FinishAsync(stop.Token);
            return chinese.Convert(transcript!.Build(probability, reader.SecondsRead));
        }
        finally
        {
            await stop.CancelAsync();
        }

        Task ReportAsync(double seconds, string text) =>
            onProgress(new(Math.Min(0.99, seconds / (audio.AnnouncedSeconds ?? double.PositiveInfinity)), chinese.Convert(text)));
    }

    private static string? Given(TranscriptionOptions options, LoadedModel model)
    {
        if (options.Language is null or WhisperOptions.AutoLanguage)
            return model.Factory.IsMultilingual ? null : model.Factory.Languages[0];
        if (!model.Factory.Languages.Contains(options.Language))
            throw new AudioException($"The model {model.Name} does not know the language {options.Language}.");
        return options.Language;
    }

    private WhisperOptions DecodingOf(TranscriptionOptions options, string language, LoadedModel model)
    {
        var builder = model.Factory.CreateBuilder().WithPrompt(options.Prompt ?? "");
        return builder.Options with
        {
            Language = language,
            Translate = options.Translate == true,
            Threads = settings.Value.EffectiveThreads,
            Temperature = (float)(options.Temperature ?? 0),
            BeamSize = options.BeamSize ?? 1,
            TokenTimestamps = options.WordTimestamps == true,
        };
    }

    private async Task<(string Language, double? Probability)> DetectAsync(LoadedModel model, SpeechWindow window, CancellationToken cancellationToken)
    {
        var detection = await pool.StartAsync(() => Detect(model, window.Samples), cancellationToken);
        var (language, probability) = await detection.WaitAsync(cancellationToken);
        return (language, probability);
    }

    private (string Language, float Probability) Detect(LoadedModel model, float[] samples)
    {
        // The detector wants a tenth of a second at least; the encoder pads with silence in any case.
        var heard = samples.Length >= WhisperProcessor.MinSamples ? samples : [.. samples, .. new float[WhisperProcessor.MinSamples]];
        using var processor = model.CreateProcessor();
        return processor.DetectLanguage(heard, settings.Value.EffectiveThreads);
    }
}
