using AsrService.Whisper;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

public sealed class RecognitionTests
{
    private const string Expected = "ask not what your country can do for you";

    [Fact]
    public void Kennedy_is_understood_and_his_language_detected()
    {
        using var processor = WhisperTestKit.Factory.CreateBuilder().WithThreads(1).Build();

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.Contains(Expected, WhisperTestKit.Words(result));
        Assert.Equal("en", result.Language);
        Assert.True(result.HasTimestamps);
        Assert.InRange(result.NoSpeechProbability, 0, 0.5f);
        Assert.InRange(result.AverageLogProbability, -0.6f, 0);
        Assert.Equal(11.0, result.DecodedUntil, 0.01);
    }

    [Fact]
    public void Segments_lie_in_order_inside_the_audio()
    {
        using var processor = WhisperTestKit.BuildProcessor();

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.NotEmpty(result.Segments);
        var previous = 0.0;
        foreach (var segment in result.Segments)
        {
            Assert.InRange(segment.Start, previous, segment.End);
            Assert.InRange(segment.End, segment.Start, 11.0);
            Assert.All(segment.Tokens, token => Assert.InRange(token.Probability, 0, 1.0001f));
            Assert.All(segment.Tokens, token => Assert.InRange(token.LogProbability, -100, 0.0001f));
            previous = segment.End;
        }
    }

    [Fact]
    public void Only_one_window_is_decoded_and_stopping_there_is_not_logged_as_an_error()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var log = LogRecorder.Listen();
        var polls = 0;
        processor.AbortPolled = _ => polls++;
        // So few tokens that whisper.cpp wants to go on, window by window, to the end of the audio.
        var options = new WhisperOptions { Language = "en", Threads = 1, MaxTokens = 12 };

        var result = processor.Process(WhisperTestKit.Jfk, options, TestContext.Current.CancellationToken);

        Assert.InRange(result.DecodedUntil, 0.02, 10);
        Assert.All(result.Segments, segment => Assert.InRange(segment.End, 0, result.DecodedUntil));
        // One for the encoder, one for the prompt, one for each token.
        Assert.InRange(polls, 3, 2 + 14);
        Assert.Contains(log, entry => entry.Level == WhisperLogLevel.Debug && entry.Line.Contains("aborting", StringComparison.Ordinal));
        Assert.DoesNotContain(log, entry => entry.Level == WhisperLogLevel.Error);

        // A real error on the same thread afterwards is one.
        RequestUnknownLanguage();
        Assert.Contains(log, entry => entry.Level == WhisperLogLevel.Error);
    }

    [Fact]
    public void A_window_may_be_30_seconds_long()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        float[] thrice = [.. WhisperTestKit.Jfk, .. WhisperTestKit.Jfk, .. WhisperTestKit.Jfk];

        var result = processor.Process(thrice.AsSpan(0, WhisperProcessor.MaxSamples), TestContext.Current.CancellationToken);

        Assert.Contains(Expected, WhisperTestKit.Words(result));
        Assert.InRange(result.DecodedUntil, 11, 30);
    }

    [Fact]
    public void The_rest_of_a_window_can_be_decoded_from_where_it_ended()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var options = new WhisperOptions { Language = "en", Threads = 1, MaxTokens = 12 };
        var text = "";
        var position = 0;

        for (var windows = 0; position < WhisperTestKit.Jfk.Length && windows < 20; windows++)
        {
            var result = processor.Process(WhisperTestKit.Jfk.AsSpan(position), options, TestContext.Current.CancellationToken);
            Assert.True(result.DecodedUntil > 0);
            text += WhisperTestKit.Words(result);
            position += (int)Math.Round(result.DecodedUntil * WhisperProcessor.SampleRate);
        }

        Assert.Equal(WhisperTestKit.Jfk.Length, position);
        Assert.Contains("country", text);
    }

    [Fact]
    public void Silence_is_told_from_speech_whatever_was_decoded_before()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var auto = new WhisperOptions { Language = "auto", Threads = 1 };
        var ct = TestContext.Current.CancellationToken;
        var silence = new float[3 * 16000];

        // whisper.cpp's own figure is that of the window before.
        var speechFirst = processor.Process(WhisperTestKit.Jfk, ct).NoSpeechProbability;
        var silenceSecond = processor.Process(silence, ct).NoSpeechProbability;
        var speechThird = processor.Process(WhisperTestKit.Jfk, ct).NoSpeechProbability;
        var speechDetected = processor.Process(WhisperTestKit.Jfk, auto, ct).NoSpeechProbability;

        Assert.InRange(silenceSecond, 0.6f, 1);
        Assert.InRange(speechFirst, 0, 0.3f);
        Assert.Equal(speechFirst, speechThird, 0.001f);
        Assert.Equal(speechFirst, speechDetected, 0.001f);
    }

    [Fact]
    public void Unlikely_words_in_silence_are_dropped_at_the_thresholds()
    {
        using var processor = WhisperTestKit.BuildProcessor();
        var silence = new float[3 * 16000];
        var kept = new WhisperOptions { Language = "en", Threads = 1, NoSpeechThreshold = 1 };
        var dropped = kept with { NoSpeechThreshold = 0.1f, LogProbabilityThreshold = 0 };

        Assert.NotEmpty(processor.Process(silence, kept, TestContext.Current.CancellationToken).Segments);
        var result = processor.Process(silence, dropped, TestContext.Current.CancellationToken);
        Assert.Empty(result.Segments);
        Assert.True(result.AverageLogProbability < 0);
        Assert.Equal(3.0, result.DecodedUntil);
    }

    [Theory]
    [InlineData(0.4f, 1)]
    [InlineData(0f, 5)]
    public void Sampling_and_beams_understand_him_too(float temperature, int beams)
    {
        using var processor = WhisperTestKit.Factory.CreateBuilder()
            .WithLanguage("en").WithThreads(1).WithTemperature(temperature).WithBestOf(2).WithBeamSize(beams).Build();

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        Assert.Contains("country", WhisperTestKit.Words(result));
    }

    [Fact]
    public void Without_timestamps_the_window_is_one_segment()
    {
        using var processor = WhisperTestKit.Factory.CreateBuilder().WithLanguage("en").WithThreads(1).WithoutTimestamps().Build();

        var result = processor.Process(WhisperTestKit.Jfk, TestContext.Current.CancellationToken);

        var segment = Assert.Single(result.Segments);
        Assert.False(result.HasTimestamps);
        Assert.Equal((0.0, 11.0), (segment.Start, segment.End));
        Assert.Contains(Expected, WhisperTestKit.Words(result));
    }

    [Fact]
    public void A_prompt_shapes_the_spelling()
    {
        using var plain = WhisperTestKit.Factory.CreateBuilder().WithLanguage("en").WithThreads(1).Build();
        using var prompted = WhisperTestKit.Factory.CreateBuilder().WithLanguage("en").WithThreads(1)
            .WithPrompt("AND SO HE SPOKE IN CAPITALS. THE PRESIDENT SAID TO THE PEOPLE:").Build();
        var ct = TestContext.Current.CancellationToken;

        Assert.DoesNotContain("COUNTRY", WhisperTestKit.Text(plain.Process(WhisperTestKit.Jfk, ct)));
        Assert.Contains("COUNTRY", WhisperTestKit.Text(prompted.Process(WhisperTestKit.Jfk, ct)));
    }

    private static unsafe void RequestUnknownLanguage() => VocabularyNative.LanguageCode(1000);
}
