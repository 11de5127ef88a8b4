using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>What one pass over a window of at most 30 s gave, with the figures that openai-whisper judges it by.</summary>
internal sealed class DecodedWindow
{
    public DecodedWindow(WhisperResult result, double temperature)
    {
        Result = result;
        Temperature = temperature;
        Text = string.Concat(result.Segments.Select(segment => segment.Text));
        CompressionRatio = Core.Transcripts.CompressionRatio.Of(Text.Trim());
    }

    public WhisperResult Result { get; }

    public double Temperature { get; }

    public string Text { get; }

    public double CompressionRatio { get; }

    /// <summary>
    /// Whether the window should be tried again at a higher temperature: the rule and the figures of openai-whisper's
    /// <c>decode_with_fallback</c>. A window of silence need not.
    /// </summary>
    public bool NeedsFallback => (CompressionRatio > 2.4 || IsUnlikely) && !(IsUnlikely && Result.NoSpeechProbability > 0.6);

    private bool IsUnlikely => Result.AverageLogProbability < -1;
}
