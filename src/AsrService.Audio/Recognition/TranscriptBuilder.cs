using AsrService.Audio.Segmentation;
using AsrService.Core.Transcripts;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Collects the windows' segments into a transcript, with times of the whole recording.</summary>
/// <param name="factory">The model that decoded them.</param>
/// <param name="channelsAreSpeakers">Whether segments tell their channel.</param>
/// <param name="words">Builds words; null when none are wanted.</param>
internal sealed class TranscriptBuilder(WhisperFactory factory, bool channelsAreSpeakers, WordBuilder? words)
{
    // Timestamp tokens count steps of 20 ms, up to 30 s; mel frames are 10 ms long.
    private const double StepsPerSecond = 50;
    private const int LastStep = 1500;
    private const double FramesPerSecond = 100;

    private readonly List<TranscriptSegment> segments = [];
    private readonly Dictionary<int, double> ends = [];

    /// <summary>Adds what was said in a window; the windows of a channel come in order.</summary>
    public void Add(SpeechWindow window, IEnumerable<DecodedPass> passes)
    {
        foreach (var pass in passes.Where(pass => !pass.IsImpossible))
        {
            foreach (var segment in pass.Result.Segments)
                Add(window, pass, segment);
        }
    }

    /// <summary>The finished transcript; nothing in it reaches beyond <paramref name="durationSeconds"/>.</summary>
    public Transcript Build(string language, double? languageProbability, double durationSeconds)
    {
        var ordered = segments
            .OrderBy(segment => segment.Start)
            .Select((segment, index) => Bounded(segment, durationSeconds) with { Id = index })
            .ToList();
        return new Transcript(string.Concat(ordered.Select(s => s.Text)).Trim(), language, durationSeconds, ordered, languageProbability);
    }

    private void Add(SpeechWindow window, DecodedPass pass, WhisperSegment segment)
    {
        var text = segment.Text.Replace("\0", "");
        if (string.IsNullOrWhiteSpace(text) || IsAnnotation(text))
            return;

        // The decoder's times may touch but never cross; a crossing would be a fault of the model, not of the speaker.
        var offset = pass.Position / (double)WhisperProcessor.SampleRate;
        var earliest = ends.GetValueOrDefault(window.Channel);
        var (start, end) = window.InRecording(offset + segment.Start, offset + segment.End);
        start = Math.Max(earliest, Round(start));
        end = Math.Max(start, Round(end));
        ends[window.Channel] = end;

        // Where the pass began, or the stretch after a pause: a window can span minutes of silence, a timestamp token cannot.
        var begin = Math.Max(window.InRecording(offset, offset + segment.End).Start, window.StretchStart(offset + segment.Start, offset + segment.End));
        var seek = (int)(Math.Min(start, begin) * FramesPerSecond);
        segments.Add(new TranscriptSegment(
            0,
            seek,
            start,
            end,
            text,
            [Timestamp(start, seek), .. segment.Tokens.Select(token => token.Id).Where(id => id < factory.EndOfText), Timestamp(end, seek)],
            pass.Temperature,
            pass.Result.AverageLogProbability,
            pass.CompressionRatio,
            pass.Result.NoSpeechProbability,
            channelsAreSpeakers ? window.Channel : null,
            words?.Build(segment).Select(word => InRecording(word, window, offset, start, end)).ToList()));
    }

    // "[Music]", "(applause)", "♪♪": a description of sounds in the place of speech, learnt from subtitles.
    private static bool IsAnnotation(string text) => text.Trim() is [var first, .., var last]
        ? (first, last) is ('[', ']') or ('(', ')') or ('*', '*') or ('【', '】') or ('（', '）') or ('♪', '♪')
        : text.Trim() is "♪" or "." or "-";

    private static TranscriptWord InRecording(TranscriptWord word, SpeechWindow window, double offset, double earliest, double latest)
    {
        var (start, end) = window.Heard(offset + word.Start, offset + word.End);
        start = Math.Clamp(Round(start), earliest, latest);
        return word with { Start = start, End = Math.Clamp(Round(end), start, latest) };
    }

    private static TranscriptSegment Bounded(TranscriptSegment segment, double duration) => segment with
    {
        Start = Math.Min(segment.Start, duration),
        End = Math.Min(segment.End, duration),
        Words = segment.Words?.Select(word => word with { Start = Math.Min(word.Start, duration), End = Math.Min(word.End, duration) }).ToList(),
    };

    private int Timestamp(double seconds, int seek) =>
        factory.TimestampBegin + Math.Clamp((int)Math.Round((seconds - (seek / FramesPerSecond)) * StepsPerSecond), 0, LastStep);

    private static double Round(double seconds) => Math.Round(seconds, 3);
}
