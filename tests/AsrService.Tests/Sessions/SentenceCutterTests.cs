using AsrService.Audio.Segmentation;
using AsrService.Audio.Sessions;

namespace AsrService.Tests.Sessions;

public sealed class SentenceCutterTests
{
    private const int EndSilence = 19;
    private const int MaxFrames = 100;
    private const int Padding = SpeechGate.Padding;

    private readonly SentenceCutter cutter = new(firstFrame: 1000, EndSilence, MaxFrames);

    [Fact]
    public void Silence_and_clicks_make_no_sentence()
    {
        Add("............##........................................");

        Assert.Null(cutter.Ended);
        Assert.Equal(cutter.Growing.From, cutter.Growing.To);
    }

    [Fact]
    public void Silence_ends_a_sentence_which_keeps_a_little_of_it_on_both_sides()
    {
        Add(Dots(50) + "##########" + Dots(EndSilence - 1));
        Assert.Null(cutter.Ended);
        Assert.True(cutter.IsPausing);

        Add(".");

        Assert.Equal((1050 - Padding, 10 + (2 * Padding)), (cutter.Ended!.Times.Index(0), cutter.Ended.Times.Count));
    }

    [Fact]
    public void A_shorter_pause_does_not()
    {
        Add("##########" + Dots(EndSilence - 1) + "##########");

        Assert.Null(cutter.Ended);
        Assert.Equal((1000, 1000 + 19 + EndSilence), cutter.Growing);
        Assert.False(cutter.IsPausing);
    }

    [Fact]
    public void What_was_recognised_in_the_pause_is_the_whole_sentence()
    {
        Add("##########" + Dots(Padding));
        var inPause = cutter.Growing;
        Add(Dots(EndSilence - Padding));

        Assert.Equal(inPause, (cutter.Ended!.Times.Index(0), cutter.Ended.Times.Index(0) + cutter.Ended.Times.Count));
    }

    [Fact]
    public void A_sentence_without_end_is_cut_where_it_is_quiet_and_nothing_is_lost()
    {
        for (var i = 0; i < MaxFrames; i++)
            cutter.Add(Enumerable.Repeat(i is >= 79 and <= 81 ? 0.01f : 0.5f, SpeechWindow.FrameSamples).ToArray(), 0.9f);

        Assert.Equal((1000, 80), (cutter.Ended!.Times.Index(0), cutter.Ended.Times.Count));
        Assert.Equal((1080, 1100), cutter.Growing);
    }

    [Fact]
    public void The_end_of_the_stream_ends_a_sentence()
    {
        Add("#####..");
        cutter.End();

        Assert.Equal(7, cutter.Ended!.Times.Count);
        cutter.Forget();
        Assert.Null(cutter.Ended);
    }

    private static string Dots(int count) => new('.', count);

    private void Add(string frames)
    {
        foreach (var frame in frames)
            cutter.Add(new float[SpeechWindow.FrameSamples], frame == '#' ? 0.9f : 0.01f);
    }
}
