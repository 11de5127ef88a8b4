namespace AsrService.Whisper;

/// <summary>What was decoded from one window.</summary>
public sealed record WhisperResult
{
    internal WhisperResult()
    {
    }

    /// <summary>
    /// Code of the language, given or detected; null only if it was to be detected from too few samples.
    /// </summary>
    public string? Language { get; internal init; }

    /// <summary>The segments in order; empty for silence (see <see cref="WhisperOptions.NoSpeechThreshold"/>).</summary>
    public IReadOnlyList<WhisperSegment> Segments { get; internal init; } = [];

    /// <summary>
    /// Probability, 0 to 1, of the token &lt;|nospeech|&gt; right after &lt;|startoftranscript|&gt;, as in openai-whisper
    /// (decoding.py, <c>no_speech_probs</c>) but always without the prompt. It is computed here, since whisper.cpp 1.9.1
    /// takes its own from logits that an earlier call left behind.
    /// </summary>
    public float NoSpeechProbability { get; internal init; }

    /// <summary>
    /// Mean of the tokens' log probabilities (at most 0), those of a window dropped as silence included; 0 without
    /// tokens. See <see cref="WhisperToken"/> on what it is worth above temperature 0.
    /// </summary>
    public float AverageLogProbability { get; internal init; }

    /// <summary>
    /// Whether the model gave any time beyond &lt;|0.00|&gt;; if not, the segment's times are merely the window's.
    /// </summary>
    public bool HasTimestamps { get; internal init; }

    /// <summary>
    /// Seconds from the window's first sample up to which it was decoded. Less than its length if the model closed a
    /// segment and had more to say: the next window begins here. Always more than 0, unless there were no samples.
    /// </summary>
    public double DecodedUntil { get; internal init; }
}
