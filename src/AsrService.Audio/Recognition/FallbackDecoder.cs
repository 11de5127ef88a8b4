using AsrService.Audio.Models;
using AsrService.Audio.Segmentation;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Decodes one window to its end, each pass at the lowest temperature that gives plausible text.</summary>
/// <param name="model">The model.</param>
/// <param name="options">How; the temperature is where the fallback begins.</param>
internal sealed class FallbackDecoder(LoadedModel model, WhisperOptions options)
{
    // openai-whisper's steps; each one costs as much as the first pass.
    private const float Step = 0.2f;

    // Half of the model's text context, less the token that introduces it.
    private const int MaxPromptTokens = 223;

    // What is left behind the last phrase is an echo or breath; decoded alone, less than a second of it invents words.
    private const int MaxEcho = WhisperProcessor.SampleRate;

    /// <summary>Decodes a window; windows are independent of one another, so they may be decoded side by side.</summary>
    /// <returns>As a rule one pass; more where the model closed a phrase and had more to say.</returns>
    public List<DecodedPass> Decode(SpeechWindow window, CancellationToken cancellationToken)
    {
        var passes = new List<DecodedPass>();
        var prompt = options.PromptTokens;
        for (var position = 0; passes.Count == 0 || window.Samples.Length - position > MaxEcho;)
        {
            var pass = DecodePass(window.Samples.AsSpan(position), position, prompt, cancellationToken);
            passes.Add(pass);
            position += Math.Clamp((int)(pass.Result.DecodedUntil * WhisperProcessor.SampleRate), 1, window.Samples.Length - position);
            prompt = PromptAfter(pass, prompt);
        }

        return passes;
    }

    private DecodedPass DecodePass(ReadOnlySpan<float> samples, int position, IReadOnlyList<int> prompt, CancellationToken cancellationToken)
    {
        DecodedPass? best = null;
        for (var temperature = options.Temperature; temperature < 1 + (Step / 2); temperature += Step)
        {
            // whisper.cpp does not tell which temperature its own fallback ended at, so each call is of one temperature.
            var result = Process(samples, options with { Temperature = Math.Min(1, temperature), PromptTokens = prompt }, cancellationToken);
            var pass = new DecodedPass(position, result, Math.Round(Math.Min(1, temperature), 2));
            if (!pass.NeedsFallback)
                return pass;
            if (best is null || pass.IsBetterThan(best))
                best = pass;
        }

        return best!;
    }

    private WhisperResult Process(ReadOnlySpan<float> samples, WhisperOptions pass, CancellationToken cancellationToken)
    {
        var processor = model.Take();
        var isReusable = false;
        try
        {
            var result = processor.Process(samples, pass, cancellationToken);
            isReusable = pass is { Temperature: 0, BeamSize: <= 1 };
            return result;
        }
        finally
        {
            model.Return(processor, isReusable);
        }
    }

    // A pass at a high temperature would lead the next one astray (openai-whisper's condition_on_previous_text).
    private IReadOnlyList<int> PromptAfter(DecodedPass pass, IReadOnlyList<int> prompt) => pass.Temperature > 0.5
        ? options.PromptTokens
        : [.. prompt.Concat(pass.Result.Segments.SelectMany(segment => segment.Tokens).Select(token => token.Id)).TakeLast(MaxPromptTokens)];
}
