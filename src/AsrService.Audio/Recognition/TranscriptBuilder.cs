using AsrService.Audio.Segmentation;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Collects the windows' segments into a transcript, with times of the whole recording.</summary>
internal sealed class TranscriptBuilder
{
    // Timestamp tokens count steps of 20 ms, up to 30 s; mel frames are 10 ms long.
    private const double StepsPerSecond = 50;
    private const int LastStep = 1500;
    private const double FramesPerSecond = 100;

    // Longer than any of Whisper's descriptions; a speaker's own brackets hold sentences.
    private const int LongestNote = 40;

    private readonly List<(WindowTimes Window, DecodedPass Pass, WhisperSegment Segment, double Start, double End)> heard = [];
    private readonly WhisperFactory factory;
    private readonly string language;
    private readonly bool channelsAreSpeakers;
    private readonly WordBuilder? words;
    private readonly SpokenAfter? after;

    /// <summary>Creates an empty one.</summary>
    /// <param name="factory">The model that decodes.</param>
    /// <param name="language">The language spoken.</param>
    /// <param name="options">Whether words and channels are to be told.</param>
    /// <param name="after">Leaves out what was only there to be understood by; null to keep all.</param>
    public TranscriptBuilder(WhisperFactory factory, string language, TranscriptionOptions options, SpokenAfter? after = null)
    {
        this.after = after;
        this.factory = factory;
        this.language = language;
        channelsAreSpeakers = options.ChannelsAreSpeakers == true;
        words = options.WordTimestamps == true ? new WordBuilder(factory, language) : null;
    }

    /// <summary>Adds what was said in a window; they may come in any order.</summary>
    public void Add(WindowTimes window, DecodedPass pass)
    {
        foreach (var whole in pass.IsImpossible ? [] : pass.Result.Segments)
        {
            if ((after is null ? whole : after.Of(whole, window)) is { } segment && !IsAnnotation(segment.Text))
            {
                var (start, end) = window.InRecording(segment.Start, segment.End);
                heard.Add((window, pass, segment, Round(start), Round(end)));
            }
        }
    }

    /// <summary>The end of what was said so far, as <see cref="TranscriptionProgress.Text"/> wants it.</summary>
    public string TextSoFar()
    {
        var room = TranscriptionProgress.LongestText;
        return string.Concat(heard.OrderByDescending(each => each.Start).Select(each => each.Segment.Text)
            .TakeWhile(text => (room -= text.Length) >= 0).Reverse()).Replace("\0", "").Trim();
    }

    /// <summary>The finished transcript; nothing in it reaches beyond <paramref name="durationSeconds"/>.</summary>
    public Transcript Build(double? languageProbability, double durationSeconds)
    {
        var heardInOrder = heard.OrderBy(each => each.Start).ToList();
        var segments = new TranscriptSegment[heard.Count];
        var nextStarts = new Dictionary<int, double>();
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            // Times may touch but never cross: what seems to reach into the next segment (in a window that is put together
            // from distant stretches it can) ends where that one begins.
            var (window, pass, segment, from, to) = heardInOrder[i];
            var start = Math.Min(durationSeconds, from);
            var end = Math.Max(start, Math.Min(to, nextStarts.GetValueOrDefault(window.Channel, durationSeconds)));
            nextStarts[window.Channel] = start;
            segments[i] = Segment(i, window, pass, segment, start, end);
        }

        return new Transcript(string.Concat(segments.Select(s => s.Text)).Trim(), language, durationSeconds, segments, languageProbability);
    }

    private TranscriptSegment Segment(int id, WindowTimes window, DecodedPass pass, WhisperSegment segment, double start, double end)
    {
        // Not the window's start: a window can span minutes of silence, which no timestamp token can.
        var seek = (int)(Math.Min(start, window.StretchStart(segment.Start, segment.End)) * FramesPerSecond);
        return new TranscriptSegment(
            id,
            seek,
            start,
            end,
            segment.Text.Replace("\0", ""),
            [Timestamp(start, seek), .. segment.Tokens.Select(token => token.Id).Where(token => token < factory.EndOfText), Timestamp(end, seek)],
            pass.Temperature,
            pass.Result.AverageLogProbability,
            pass.CompressionRatio,
            pass.Result.NoSpeechProbability,
            channelsAreSpeakers ? window.Channel : null,
            words?.Build(segment).Select(word => InRecording(word, window, start, end)).ToList());
    }

    // "[Music]", "(applause)", "♪♪", "...": a note of sounds in the place of speech, learnt from subtitles.
    private static bool IsAnnotation(string text) =>
        !text.Any(char.IsLetterOrDigit)
        || (text.Trim() is [var first, .. var note, var last]
            && (first, last) is ('[', ']') or ('(', ')') or ('*', '*') or ('【', '】') or ('（', '）')
            && note.Length <= LongestNote
            && !note.Contains(first));

    private static TranscriptWord InRecording(TranscriptWord word, WindowTimes window, double earliest, double latest)
    {
        var (start, end) = window.Heard(word.Start, word.End);
        start = Math.Clamp(Round(start), earliest, latest);
        return word with { Start = start, End = Math.Clamp(Round(end), start, latest) };
    }

    private int Timestamp(double seconds, int seek) =>
        factory.TimestampBegin + Math.Clamp((int)Math.Round((seconds - (seek / FramesPerSecond)) * StepsPerSecond), 0, LastStep);

    private static double Round(double seconds) => Math.Round(seconds, 3);
}
