using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Decodes the windows of one recording in turn, each with what was said before it as a prompt.</summary>
internal sealed class FallbackDecoder(WhisperProcessor processor, WhisperOptions options)
{
    private static readonly double[] Temperatures = [0, 0.2, 0.4, 0.6, 0.8, 1];

    // Half of the model's text context, less the token that introduces it.
    private const int MaxPromptTokens = 223;

    private readonly List<int> prompt = [];

    /// <summary>Decodes a window of at most 30 s, at the lowest temperature that gives plausible text.</summary>
    public DecodedWindow Decode(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        DecodedWindow? window = null;
        foreach (var temperature in Temperatures)
        {
            // whisper.cpp does not tell which temperature its own fallback ended at, so each call is of one temperature.
            var result = processor.Process(samples, options with { Temperature = (float)temperature, PromptTokens = prompt }, cancellationToken);
            window = new DecodedWindow(result, temperature);
            if (!window.NeedsFallback)
                break;
        }

        Remember(window!);
        return window!;
    }

    // A window decoded at a high temperature would lead the next one astray (openai-whisper's condition_on_previous_text).
    private void Remember(DecodedWindow window)
    {
        if (window.Temperature > 0.5)
            prompt.Clear();
        else
            prompt.AddRange(window.Result.Segments.SelectMany(segment => segment.Tokens).Select(token => token.Id));

        if (prompt.Count > MaxPromptTokens)
            prompt.RemoveRange(0, prompt.Count - MaxPromptTokens);
    }
}
