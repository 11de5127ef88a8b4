using System.Globalization;
using System.Text;

namespace AsrService.Core.Transcripts;

/// <summary>Writes transcripts as subtitles, text and tables.</summary>
public static class TranscriptWriter
{
    /// <summary>The format that a caller's <paramref name="word"/> names, or null.</summary>
    public static TranscriptFormat? Parse(string word) => word.ToLowerInvariant() switch
    {
        "json" => TranscriptFormat.Json,
        "txt" => TranscriptFormat.Txt,
        "srt" => TranscriptFormat.Srt,
        "vtt" => TranscriptFormat.Vtt,
        "tsv" => TranscriptFormat.Tsv,
        _ => null,
    };

    /// <summary>The media type of a textual <paramref name="format"/>.</summary>
    public static string MediaType(TranscriptFormat format) => format switch
    {
        TranscriptFormat.Srt => "application/x-subrip",
        TranscriptFormat.Vtt => "text/vtt",
        TranscriptFormat.Tsv => "text/tab-separated-values",
        _ => "text/plain",
    } + "; charset=utf-8";

    /// <summary>The transcript in a textual <paramref name="format"/>, lines ended by <c>\n</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is <see cref="TranscriptFormat.Json"/>, which belongs to the protocols.</exception>
    public static string Write(Transcript transcript, TranscriptFormat format)
    {
        var (header, line) = format switch
        {
            TranscriptFormat.Txt => ("", (Func<TranscriptSegment, string>)(s => $"{Line(s)}\n")),
            TranscriptFormat.Srt => ("", s => $"{s.Id + 1}\n{Clock(s.Start, ',')} --> {Clock(s.End, ',')}\n{Line(s).Replace("-->", "->")}\n\n"),
            TranscriptFormat.Vtt => ("WEBVTT\n\n", s => $"{Clock(s.Start, '.')} --> {Clock(s.End, '.')}\n{Escape(Line(s))}\n\n"),
            TranscriptFormat.Tsv => ("start\tend\ttext\n", s => $"{Milliseconds(s.Start)}\t{Milliseconds(s.End)}\t{Line(s).Replace('\t', ' ')}\n"),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Only the textual formats are written here."),
        };
        return transcript.Segments.Aggregate(new StringBuilder(header), (text, segment) => text.Append(line(segment))).ToString();
    }

    private static string Line(TranscriptSegment segment) => segment.Text.Trim().ReplaceLineEndings(" ");

    // WebVTT reads < and & as markup, and an arrow as a cue's times: https://www.w3.org/TR/webvtt1/#webvtt-cue-text
    private static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);

    private static string Clock(double seconds, char fraction)
    {
        var ms = Milliseconds(seconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ms / 3_600_000:00}:{ms / 60_000 % 60:00}:{ms / 1000 % 60:00}{fraction}{ms % 1000:000}");
    }
}
