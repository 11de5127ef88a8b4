using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>What one pass over (the rest of) a window gave, with the figures that openai-whisper judges it by.</summary>
internal sealed class DecodedPass
{
    private const double MostRepetitive = 2.4;
    private const double LeastLikely = -1;
    private const double Silent = 0.6;

    public DecodedPass(int position, WhisperResult result, double temperature)
    {
        Position = position;
        Result = result;
        Temperature = temperature;
        CompressionRatio = Core.Transcripts.CompressionRatio.Of(string.Concat(result.Segments.Select(segment => segment.Text)).Trim());
    }

    /// <summary>Where the pass begins, in samples from the window's first one.</summary>
    public int Position { get; }

    public WhisperResult Result { get; }

    public double Temperature { get; }

    public double CompressionRatio { get; }

    /// <summary>Whether it is a text that says the same over and over: a decoder that is stuck, not a speaker.</summary>
    public bool IsLoop => CompressionRatio > MostRepetitive;

    /// <summary>
    /// Whether the pass should be tried again at a higher temperature: the rule and the figures of openai-whisper's
    /// <c>decode_with_fallback</c>. Silence need not.
    /// </summary>
    public bool NeedsFallback => (IsLoop || IsUnlikely) && !(IsUnlikely && Result.NoSpeechProbability > Silent);

    private bool IsUnlikely => Result.AverageLogProbability < LeastLikely;

    /// <summary>Which to keep when no temperature gave plausible text: one that is no loop, and of those the likelier.</summary>
    public bool IsBetterThan(DecodedPass other) =>
        IsLoop == other.IsLoop ? Result.AverageLogProbability > other.Result.AverageLogProbability : other.IsLoop;
}
