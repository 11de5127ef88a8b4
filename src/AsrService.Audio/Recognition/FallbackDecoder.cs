using AsrService.Audio.Models;
using AsrService.Audio.Segmentation;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Decodes windows, each at the lowest temperature that gives plausible text. They are independent of one another.</summary>
/// <param name="model">The model.</param>
/// <param name="options">How; the temperature is where the fallback begins.</param>
/// <param name="once">Whether the first text must do, plausible or not.</param>
internal sealed class FallbackDecoder(LoadedModel model, WhisperOptions options, bool once = false)
{
    // openai-whisper's steps; each one costs as much as the first pass.
    private const float Step = 0.2f;

    /// <summary>Decodes a window, or as much of it as the model does before it closes a phrase.</summary>
    public DecodedPass Decode(SpeechWindow window, CancellationToken cancellationToken)
    {
        var context = once ? EncoderContext.Quick(window.Samples.Length) : EncoderContext.For(window.Samples.Length);
        if (context != EncoderContext.Whole)
        {
            var quick = Process(window.Samples, options with { AudioContext = context }, cancellationToken);
            if (once || !quick.NeedsFallback)
                return quick;
        }

        DecodedPass? best = null;
        for (var temperature = options.Temperature; temperature < 1 + (Step / 2); temperature += Step)
        {
            // whisper.cpp does not tell which temperature its own fallback ended at, so each call is of one temperature.
            var pass = Process(window.Samples, options with { Temperature = Math.Min(1, temperature) }, cancellationToken);
            if (once || !pass.NeedsFallback)
                return pass;
            if (best is null || pass.IsBetterThan(best))
                best = pass;
        }

        return best!;
    }

    private DecodedPass Process(ReadOnlySpan<float> samples, WhisperOptions pass, CancellationToken cancellationToken)
    {
        using var processor = model.CreateProcessor();
        return new DecodedPass(processor.Process(samples, pass, cancellationToken), Math.Round(pass.Temperature, 2));
    }
}
