using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>What one pass over a window gave, with the figures that openai-whisper judges it by.</summary>
internal sealed class DecodedPass
{
    // openai-whisper's compression_ratio_threshold, logprob_threshold and no_speech_threshold.
    private const double MostRepetitive = 2.4;
    private const double LeastLikely = -1;
    private const double Silent = 0.6;

    // whisper.cpp's entropy_thold, of the last 32 tokens.
    private const double LeastVaried = 2.4;
    private const int TailTokens = 32;

    // The fastest speakers reach 20 characters a second.
    private const double FastestSpeech = 25;

    public DecodedPass(WhisperResult result, double temperature)
    {
        Result = result;
        Temperature = temperature;
        var text = string.Concat(result.Segments.Select(segment => segment.Text)).Trim();
        CompressionRatio = Core.Transcripts.CompressionRatio.Of(text);
        IsTooFast = text.Length > FastestSpeech * result.DecodedUntil;
        IsLoop = CompressionRatio > MostRepetitive && (IsTooFast || TailEntropy(result) < LeastVaried);
    }

    public WhisperResult Result { get; }

    public double Temperature { get; }

    public double CompressionRatio { get; }

    /// <summary>
    /// Whether it looks like a decoder that is stuck: repetitive by openai-whisper's measure, and also by whisper.cpp's or
    /// more than anybody can say in the time. Speakers do repeat whole sentences.
    /// </summary>
    public bool IsLoop { get; }

    /// <summary>Whether it is a loop that cannot have been said.</summary>
    public bool IsImpossible => IsLoop && IsTooFast;

    /// <summary>
    /// Whether the pass should be tried again at a higher temperature: openai-whisper's <c>decode_with_fallback</c> with its
    /// figures. Silence need not.
    /// </summary>
    public bool NeedsFallback => (IsLoop || IsUnlikely) && !(IsUnlikely && Result.NoSpeechProbability > Silent);

    private bool IsTooFast { get; }

    private bool IsUnlikely => Result.AverageLogProbability < LeastLikely;

    /// <summary>Which to keep when no temperature gave plausible text: one that is no loop, and of those the likelier.</summary>
    public bool IsBetterThan(DecodedPass other) =>
        IsLoop == other.IsLoop ? Result.AverageLogProbability > other.Result.AverageLogProbability : other.IsLoop;

    private static double TailEntropy(WhisperResult result)
    {
        var tail = result.Segments.SelectMany(segment => segment.Tokens).TakeLast(TailTokens).ToList();
        return tail.CountBy(token => token.Id).Sum(pair => -pair.Value / (double)tail.Count * Math.Log(pair.Value / (double)tail.Count));
    }
}
