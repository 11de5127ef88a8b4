using AsrService.Core.Transcripts;

namespace AsrService.Tests.Core;

public sealed class TranscriptWriterTests
{
    private static readonly Transcript Said = new(
        "Hello & <goodbye>. After an hour",
        "en",
        3700,
        [Segment(0, 0, 1.5, " Hello &\n<goodbye>."), Segment(1, 3661.0014, 3662.9996, " After --> an\thour")]);

    [Theory]
    [InlineData(TranscriptFormat.Txt, "Hello & <goodbye>.\nAfter --> an\thour\n")]
    [InlineData(TranscriptFormat.Srt, "1\n00:00:00,000 --> 00:00:01,500\nHello & <goodbye>.\n\n2\n01:01:01,001 --> 01:01:03,000\nAfter -> an\thour\n\n")]
    [InlineData(TranscriptFormat.Vtt, "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\nHello &amp; &lt;goodbye&gt;.\n\n01:01:01.001 --> 01:01:03.000\nAfter --&gt; an\thour\n\n")]
    [InlineData(TranscriptFormat.Tsv, "start\tend\ttext\n0\t1500\tHello & <goodbye>.\n3661001\t3663000\tAfter --> an hour\n")]
    public void A_transcript_is_written_so_that_no_text_breaks_the_format(TranscriptFormat format, string expected) =>
        Assert.Equal(expected, TranscriptWriter.Write(Said, format));

    [Theory]
    [InlineData("srt", TranscriptFormat.Srt)]
    [InlineData("VTT", TranscriptFormat.Vtt)]
    [InlineData("", null)]
    [InlineData("2", null)]
    [InlineData("txt,srt", null)]
    public void Only_the_names_of_formats_are_formats(string word, TranscriptFormat? expected) =>
        Assert.Equal(expected, TranscriptWriter.Parse(word));

    [Theory]
    [InlineData(TranscriptFormat.Txt, "text/plain; charset=utf-8")]
    [InlineData(TranscriptFormat.Srt, "application/x-subrip; charset=utf-8")]
    [InlineData(TranscriptFormat.Vtt, "text/vtt; charset=utf-8")]
    [InlineData(TranscriptFormat.Tsv, "text/tab-separated-values; charset=utf-8")]
    public void Each_format_has_its_media_type(TranscriptFormat format, string expected) => Assert.Equal(expected, TranscriptWriter.MediaType(format));

    private static TranscriptSegment Segment(int id, double start, double end, string text) => new(id, 0, start, end, text, [], 0, 0, 0, 0);
}
