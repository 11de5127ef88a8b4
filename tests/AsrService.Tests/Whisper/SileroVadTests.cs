using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

public sealed class SileroVadTests
{
    private static string Model => SetupFiles.Model("silero-v6.2.0");

    [Fact]
    public void Speech_is_likely_where_there_is_speech()
    {
        using var vad = Load();
        float[] samples = [.. new float[32000], .. WhisperTestKit.Jfk, .. new float[32000]];

        var probabilities = vad.SpeechProbabilities(samples, ct: TestContext.Current.CancellationToken);

        Assert.Equal((samples.Length + 511) / 512, probabilities.Length);
        Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
        Assert.All(probabilities[..50], p => Assert.InRange(p, 0, 0.3f));
        Assert.All(probabilities[^40..], p => Assert.InRange(p, 0, 0.3f));
        // Kennedy pauses, but speaks for more than half of the time.
        var speech = probabilities[62..^62];
        Assert.InRange(speech.Count(p => p > 0.5f) / (double)speech.Length, 0.5, 1);
    }

    [Fact]
    public void A_stream_in_parts_gives_the_same_as_the_whole()
    {
        using var vad = Load();
        var ct = TestContext.Current.CancellationToken;
        var whole = vad.SpeechProbabilities(WhisperTestKit.Jfk, ct: ct);

        var parts = new List<float>();
        for (var start = 0; start < WhisperTestKit.Jfk.Length; start += 37 * 512)
        {
            var part = WhisperTestKit.Jfk.AsSpan(start, Math.Min(37 * 512, WhisperTestKit.Jfk.Length - start));
            parts.AddRange(vad.SpeechProbabilities(part, reset: start == 0, ct));
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Audio_longer_than_a_block_is_one_stream()
    {
        using var vad = Load();
        using var other = Load();
        var ct = TestContext.Current.CancellationToken;
        float[] minuteAndMore = [.. Enumerable.Repeat(WhisperTestKit.Jfk, 6).SelectMany(samples => samples)];

        var whole = vad.SpeechProbabilities(minuteAndMore, ct: ct);
        float[] halves =
        [
            .. other.SpeechProbabilities(minuteAndMore.AsSpan(0, 1000 * 512), ct: ct),
            .. other.SpeechProbabilities(minuteAndMore.AsSpan(1000 * 512), reset: false, ct),
        ];

        Assert.Equal(halves, whole);
    }

    [Fact]
    public void A_new_detector_starts_clean_even_when_told_to_continue()
    {
        using var first = Load();
        using var second = Load();
        var ct = TestContext.Current.CancellationToken;

        var expected = first.SpeechProbabilities(WhisperTestKit.Jfk, ct: ct);

        Assert.Equal(expected, second.SpeechProbabilities(WhisperTestKit.Jfk, reset: false, ct));
    }

    [Fact]
    public void A_reset_forgets_what_was_heard()
    {
        using var vad = Load();
        var ct = TestContext.Current.CancellationToken;
        var first = vad.SpeechProbabilities(WhisperTestKit.Jfk, ct: ct);

        Assert.Equal(first, vad.SpeechProbabilities(WhisperTestKit.Jfk, ct: ct));
    }

    [Fact]
    public void Nothing_gives_nothing_and_the_last_window_is_completed()
    {
        using var vad = Load();
        var ct = TestContext.Current.CancellationToken;

        Assert.Empty(vad.SpeechProbabilities([], ct: ct));
        Assert.Single(vad.SpeechProbabilities(new float[1], ct: ct));
        Assert.Equal(2, vad.SpeechProbabilities(new float[513], ct: ct).Length);
    }

    [Fact]
    public void Samples_that_are_no_numbers_count_as_silence()
    {
        using var vad = Load();
        var samples = new float[16000];
        samples[0] = float.NaN;
        samples[9000] = float.PositiveInfinity;

        Assert.All(vad.SpeechProbabilities(samples, ct: TestContext.Current.CancellationToken), p => Assert.InRange(p, 0, 0.3f));
    }

    [Fact]
    public void A_disposed_detector_serves_no_more()
    {
        var vad = Load();
        vad.Dispose();

        Assert.Throws<ObjectDisposedException>(() => vad.SpeechProbabilities(new float[512], ct: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(513)]
    public void A_senseless_number_of_threads_is_refused(int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SileroVad.FromPath(Model, threads));

    [Fact]
    public void A_Whisper_model_is_no_detector()
    {
        WhisperTestKit.LoadLibrary();

        Assert.Throws<WhisperModelException>(() => SileroVad.FromPath(SetupFiles.Model("tiny-q8_0")));
        Assert.Throws<WhisperModelException>(() => WhisperFactory.FromPath(Model));
    }

    [Fact]
    public void A_damaged_model_is_refused_wherever_it_is_cut_or_altered()
    {
        WhisperTestKit.LoadLibrary();
        using var directory = new TemporaryDirectory();
        var bytes = File.ReadAllBytes(Model);
        for (var length = 0; length < bytes.Length; length = length < 200 ? length + 1 : length * 5 / 4)
            Refuse(bytes[..length]);
        Refuse(bytes[..^1]);
        Refuse([.. bytes, 0]);

        // Every byte of the header counts, except those of the version, which may change.
        for (var i = 0; i < 140; i++)
        {
            var altered = bytes.ToArray();
            altered[i] ^= 0x81;
            if (i is < 18 or >= 30)
                Refuse(altered);
        }

        void Refuse(byte[] content) =>
            Assert.Throws<WhisperModelException>(() => SileroVad.FromPath(directory.Write("vad.bin", content)));
    }

    private static SileroVad Load()
    {
        WhisperTestKit.LoadLibrary();
        return SileroVad.FromPath(Model);
    }
}
