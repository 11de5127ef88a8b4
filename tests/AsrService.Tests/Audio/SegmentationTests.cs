using AsrService.Audio.Segmentation;
using FsCheck;
using FsCheck.Fluent;

namespace AsrService.Tests.Audio;

/// <summary>What holds for any sequence of speech and silence.</summary>
public sealed class SegmentationTests
{
    private const double FrameSeconds = SpeechWindow.FrameSamples / 16000.0;

    // Stretches of speech and silence in turn, in frames of 32 ms: up to a minute each.
    private static readonly Arbitrary<int[]> Stretches = Gen.Choose(0, 5)
        .SelectMany(size => Gen.Choose(1, 1 << (2 * size)))
        .Select(frames => Math.Min(frames, 1900))
        .ArrayOf()
        .Where(stretches => stretches.Length <= 20)
        .ToArbitrary();

    [Fact]
    public void Windows_are_short_and_in_order_and_lose_no_speech() => Prop.ForAll(Stretches, stretches =>
    {
        var speech = Speech(stretches);
        var windows = Cut(speech, keepsAll: false);

        var kept = windows.SelectMany(Frames).ToList();
        Assert.All(windows, window => Assert.InRange(window.Samples.Length, 1, 480_000));
        Assert.Equal(kept.Order().Distinct(), kept);
        Assert.All(Enumerable.Range(0, speech.Length).Where(i => IsSpeech(speech, i)), i => Assert.Contains(i, kept));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_the_detector_nothing_is_left_out() => Prop.ForAll(Stretches, stretches =>
    {
        var speech = Speech(stretches);

        Assert.Equal(Enumerable.Range(0, speech.Length), Cut(speech, keepsAll: true).SelectMany(Frames));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_are_mapped_in_order_into_the_recording() => Prop.ForAll(Stretches, stretches =>
    {
        var speech = Speech(stretches);
        var last = 0.0;
        foreach (var window in Cut(speech, keepsAll: false))
        {
            var length = window.Samples.Length / 16000.0;
            var edges = Enumerable.Range(0, 8).Select(i => length * i / 7).ToList();
            foreach (var (from, to) in edges.Zip(edges.Skip(1)))
            {
                var (start, end) = window.Times.InRecording(from, to);
                Assert.InRange(start, last - FrameSeconds, end);
                Assert.InRange(end, start, (speech.Length * FrameSeconds) + 1e-9);
                Assert.InRange(window.Times.StretchStart(from, to), 0, start + 1e-9);
                last = end;
            }
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_speech_is_cut_in_its_pauses()
    {
        // Pauses of 0.3 s at 10 s, 20 s, …
        var speech = Enumerable.Range(0, 312 * 5).Select(i => i % 312 >= 302 ? 0.01f : 0.9f).ToArray();

        var windows = Cut(speech, keepsAll: false);

        Assert.Equal(2, windows.Count);
        Assert.All(windows.Skip(1), window => Assert.InRange((int)Frames(window).First() % 312, 302, 311));
    }

    [Fact]
    public void Speech_without_a_pause_is_cut_where_it_is_quietest()
    {
        var speech = Enumerable.Repeat(0.9f, 1500).ToArray();

        var windows = Cut(speech, keepsAll: false, loudness: i => i is >= 800 and < 803 ? 0.01f : 0.5f);

        Assert.InRange(Frames(windows[1]).First(), 800, 802);
    }

    [Fact]
    public void A_phrase_that_seems_to_begin_before_a_pause_begins_after_it()
    {
        // 3 s of speech, a minute of silence, 3 s of speech.
        var speech = Speech([94, 1900, 94]);
        var window = Assert.Single(Cut(speech, keepsAll: false));

        var (first, second) = (window.Times.InRecording(0, 3.1), window.Times.InRecording(3.1, window.Samples.Length / 16000.0));

        Assert.Equal((0, 3.1), (first.Start, Math.Round(first.End, 1)));
        Assert.InRange(second.Start, ((94 + 1900) * FrameSeconds) - 0.5, (94 + 1900) * FrameSeconds);
    }

    private static float[] Speech(int[] stretches) =>
        [.. stretches.SelectMany((frames, i) => Enumerable.Repeat(i % 2 == 0 ? 0.9f : 0.01f, frames))];

    // Three in a row are speech; fewer are a click.
    private static bool IsSpeech(float[] speech, int i) =>
        Enumerable.Range(i - 2, 3).Any(first => first >= 0 && first + 3 <= speech.Length && speech[first..(first + 3)].All(p => p > 0.5f));

    private static List<SpeechWindow> Cut(float[] speech, bool keepsAll, Func<int, float>? loudness = null)
    {
        // Each sample tells its frame, unless its loudness is what matters.
        var samples = new float[speech.Length * SpeechWindow.FrameSamples];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = loudness?.Invoke(i / SpeechWindow.FrameSamples) ?? i / SpeechWindow.FrameSamples;

        var windows = new List<SpeechWindow>();
        var segmenter = new ChannelSegmenter(0, keepsAll);
        foreach (var block in speech.Index().Chunk(312))
        {
            var frames = block.Select(frame => frame.Item).ToArray();
            segmenter.Add(samples.AsSpan(block[0].Index * SpeechWindow.FrameSamples, frames.Length * SpeechWindow.FrameSamples), frames, windows);
        }

        segmenter.End(windows);
        return windows;
    }

    private static IEnumerable<int> Frames(SpeechWindow window) => Enumerable.Range(0, window.Samples.Length / SpeechWindow.FrameSamples)
        .Select(i => (int)Math.Round(window.Times.InRecording(i * FrameSeconds, (i + 1) * FrameSeconds).Start / FrameSeconds));
}
