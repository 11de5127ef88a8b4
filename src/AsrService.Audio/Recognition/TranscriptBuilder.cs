using AsrService.Core.Transcripts;

namespace AsrService.Audio.Recognition;

/// <summary>Collects the windows' segments into a transcript, with times of the whole recording.</summary>
/// <param name="timestampBegin">The model's token for 0.00 s.</param>
/// <param name="endOfText">The model's first special token: those below it are text.</param>
internal sealed class TranscriptBuilder(int timestampBegin, int endOfText)
{
    // Timestamp tokens count steps of 20 ms; mel frames are 10 ms long.
    private const double StepsPerSecond = 50;
    private const int SamplesPerFrame = 160;

    private readonly List<TranscriptSegment> segments = [];

    /// <summary>Adds what was said in the window that starts <paramref name="position"/> samples into the recording.</summary>
    public void Add(long position, DecodedWindow window)
    {
        var seek = (int)(position / SamplesPerFrame);
        foreach (var segment in window.Result.Segments)
        {
            var text = segment.Text.Replace("\0", "");
            if (string.IsNullOrWhiteSpace(text))
                continue;

            // The decoder's times may touch but never cross; a crossing would be a fault of the model, not of the speaker.
            var earliest = segments.Count > 0 ? segments[^1].End : 0;
            var start = Math.Max(earliest, Seconds(seek, segment.Start));
            var end = Math.Max(start, Seconds(seek, segment.End));
            segments.Add(new TranscriptSegment(
                segments.Count,
                seek,
                start,
                end,
                text,
                [Timestamp(segment.Start), .. segment.Tokens.Select(token => token.Id).Where(id => id < endOfText), Timestamp(segment.End)],
                window.Temperature,
                window.Result.AverageLogProbability,
                window.CompressionRatio,
                window.Result.NoSpeechProbability));
        }
    }

    /// <summary>The finished transcript; nothing in it reaches beyond <paramref name="durationSeconds"/>.</summary>
    public Transcript Build(string language, double durationSeconds)
    {
        var bounded = segments
            .Select(s => s with { Start = Math.Min(s.Start, durationSeconds), End = Math.Min(s.End, durationSeconds) })
            .ToList();
        return new Transcript(string.Concat(bounded.Select(s => s.Text)).Trim(), language, durationSeconds, bounded);
    }

    private int Timestamp(double seconds) => timestampBegin + (int)Math.Round(seconds * StepsPerSecond);

    private static double Seconds(int seek, double offset) => Math.Round((seek / 100.0) + offset, 3);
}
