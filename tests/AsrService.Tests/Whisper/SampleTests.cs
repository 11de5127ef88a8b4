using AsrService.Whisper;

namespace AsrService.Tests.Whisper;

public sealed class SampleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(150)]
    [InlineData(1599)]
    [InlineData(WhisperProcessor.MinSamples - 1)]
    public void Too_few_samples_give_an_empty_result(int count)
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var auto = new WhisperOptions { Language = "auto", Threads = 1 };

        var result = processor.Process(WhisperTestKit.Jfk.AsSpan(0, count), TestContext.Current.CancellationToken);
        var detected = processor.Process(WhisperTestKit.Jfk.AsSpan(0, count), auto, TestContext.Current.CancellationToken);

        Assert.Empty(result.Segments);
        Assert.Equal("en", result.Language);
        Assert.Null(detected.Language);
        Assert.Equal(count / 16000.0, result.DecodedUntil);
    }

    [Fact]
    public void The_fewest_samples_are_decoded()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var polls = 0;
        processor.AbortPolled = _ => polls++;

        processor.Process(WhisperTestKit.Jfk.AsSpan(0, WhisperProcessor.MinSamples), TestContext.Current.CancellationToken);

        Assert.True(polls > 1);
    }

    [Fact]
    public void Too_many_samples_are_refused()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var samples = new float[WhisperProcessor.MaxSamples + 1];

        Assert.Throws<ArgumentException>(() => processor.Process(samples, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => processor.DetectLanguage(samples, 1));
    }

    [Fact]
    public void Language_detection_refuses_too_few_samples()
    {
        using var processor = WhisperTestKit.BuildProcessor();

        Assert.Throws<ArgumentException>(() => processor.DetectLanguage(new float[WhisperProcessor.MinSamples - 1], 1));
    }

    [Fact]
    public void Samples_that_are_no_numbers_count_as_silence()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var samples = WhisperTestKit.Jfk.ToArray();
        float[] poison = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, 1e20f];
        for (var i = 0; i < 1000; i++)
            samples[i * 37] = poison[i % poison.Length];

        var result = processor.Process(samples, TestContext.Current.CancellationToken);

        Assert.Contains("what your country can do for you", WhisperTestKit.Words(result));
        Assert.Contains(samples, float.IsNaN);
    }

    [Fact]
    public void Nothing_but_poison_does_not_crash()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var samples = new float[32000];
        Array.Fill(samples, float.NaN);

        var result = processor.Process(samples, TestContext.Current.CancellationToken);

        Assert.InRange(result.NoSpeechProbability, 0.5f, 1);
    }

    [Fact]
    public void The_loudest_samples_that_are_let_through_do_not_crash()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var samples = Enumerable.Range(0, 32000).Select(i => i % 3 == 0 ? 32768f : -32768f).ToArray();

        var result = processor.Process(samples, TestContext.Current.CancellationToken);

        Assert.False(float.IsNaN(result.NoSpeechProbability));
    }

    [Fact]
    public void A_context_too_small_for_the_samples_is_refused()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var options = new WhisperOptions { Language = "en", AudioContext = 512 };
        var error = Assert.Throws<ArgumentException>(
            () => processor.Process(new float[(512 * WhisperProcessor.SamplesPerPosition) + 1], options, TestContext.Current.CancellationToken));
        Assert.StartsWith("163841 samples are more than 512 positions hold.", error.Message, StringComparison.Ordinal);
    }
}
