using System.Diagnostics;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Tests.Audio;

/// <summary>From a recording to a transcript, through FFmpeg, Silero and Whisper.</summary>
public sealed class RecognitionTests
{
    private const string Words = "ask what you can do for your country";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Times_are_those_of_the_recording_though_pauses_are_skipped()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(
            Pipeline.Recording("silence 5", "jfk", "silence 20", "jfk", "silence 5"), new() { WordTimestamps = true });

        Assert.Equal(52, transcript.DurationSeconds, 0.1);
        var words = transcript.Segments.SelectMany(segment => segment.Words!).ToList();
        var fellows = words.Where(word => word.Word.Contains("fellow", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, fellows.Count);

        // In jfk.mp3, "fellow" is heard from 1.3 to 1.7 s.
        Assert.InRange(fellows[0].Start, 5 + 1.1, 5 + 1.6);
        Assert.InRange(fellows[1].Start, 36 + 1.1, 36 + 1.6);
        Assert.All(transcript.Segments, segment => Assert.True(segment.End <= 16.5 || segment.Start >= 35.5));
        CheckOrder(transcript);
    }

    [Theory]
    [InlineData("silence 40")]
    [InlineData("anoisesrc=a=0.3 20")]
    [InlineData("anoisesrc=a=0.01:c=brown 20")]
    [InlineData("sine=f=440 20")]
    [InlineData("aevalsrc='(0.3*sin(1643*t)+0.2*sin(2070*t)+0.2*sin(2462*t))*exp(-3*mod(t,0.5))' 20")]
    public async Task What_is_no_speech_gives_no_text(string sound)
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(Pipeline.Recording(sound));

        Assert.Equal("", transcript.Text);
        Assert.Empty(transcript.Segments);
        Assert.True(transcript.DurationSeconds >= 19.9);
    }

    [Fact]
    public async Task The_language_is_detected_with_a_probability()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var detected = await pipeline.TranscribeAsync(Pipeline.Recording("silence 2", "jfk"));
        var given = await pipeline.TranscribeAsync(Pipeline.Recording("jfk"), new() { Language = "en" });

        Assert.Equal("en", detected.Language);
        Assert.InRange(detected.LanguageProbability!.Value, 0.5, 1);
        Assert.Null(given.LanguageProbability);
    }

    [Fact]
    public async Task A_language_that_the_model_does_not_know_is_refused_in_a_sentence()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var refusal = await Assert.ThrowsAsync<AudioException>(() => pipeline.TranscribeAsync(Pipeline.Recording("jfk"), new() { Language = "yue" }));

        Assert.Equal("The model tiny-q8_0 does not know the language yue.", refusal.Message);
    }

    [Theory]
    [InlineData("large-v9")]
    [InlineData("../../etc/passwd")]
    public async Task A_model_that_is_not_here_is_refused_in_a_sentence(string name)
    {
        await using var pipeline = await Pipeline.StartAsync();

        var refusal = await Assert.ThrowsAsync<AudioException>(() => pipeline.TranscribeAsync(Pipeline.Recording("jfk"), new() { Model = name }));

        Assert.Equal($"This server has no model called {name}.", refusal.Message);
    }

    [Fact]
    public async Task Another_model_is_loaded_for_those_who_ask_for_it()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(Pipeline.Recording("jfk"), new() { Model = "tiny" });

        Assert.Contains(Words, transcript.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_sentence_that_is_really_said_again_is_no_loop()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(Pipeline.Recording("jfk", "jfk", "jfk", "jfk"), new() { Language = "en" });

        Assert.Equal(4, transcript.Text.Split(Words).Length - 1);
        Assert.All(transcript.Segments, segment => Assert.Equal(0, segment.Temperature));
    }

    [Fact]
    public async Task Cancelling_in_the_middle_of_a_window_takes_less_than_a_second()
    {
        await using var pipeline = await Pipeline.StartAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var parts = Enumerable.Repeat("jfk", 30).ToArray();

        var running = pipeline.TranscribeAsync(Pipeline.Recording(parts), new() { Language = "en" }, Report, cancel.Token);
        await started.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        var clock = Stopwatch.StartNew();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1);

        Task Report(TranscriptionProgress progress)
        {
            started.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Progress_only_grows()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var seen = new List<double>();
        var texts = new List<string>();

        await pipeline.TranscribeAsync(
            Pipeline.Recording([.. Enumerable.Repeat("jfk", 8)]),
            new() { Language = "en" },
            progress =>
            {
                seen.Add(progress.Share);
                texts.Add(progress.Text);
                return Task.CompletedTask;
            });

        Assert.True(seen.Count >= 3);
        Assert.Equal(seen.Order(), seen);
        Assert.All(seen, progress => Assert.InRange(progress, 0, 1));
        Assert.StartsWith("And so", texts[0], StringComparison.Ordinal);
        Assert.True(texts[^1].Length > texts[0].Length);
    }

    [Fact]
    public async Task Nine_recordings_at_once_give_what_one_alone_gives()
    {
        await using var pipeline = await Pipeline.StartAsync(options => options.ConcurrentWindows = 9);
        var recording = Pipeline.Recording("jfk", "silence 3", "jfk", "jfk");
        var alone = await pipeline.TranscribeAsync(recording, new() { Language = "en" });

        var together = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => pipeline.TranscribeAsync(recording, new() { Language = "en" })));

        Assert.All(together, transcript => Assert.Equal(
            alone.Segments.Select(segment => (segment.Start, segment.End, segment.Text)),
            transcript.Segments.Select(segment => (segment.Start, segment.End, segment.Text))));
    }

    [Fact]
    public async Task Without_the_detector_everything_is_decoded()
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(Pipeline.Recording("silence 40", "jfk"), new() { Language = "en", Vad = false });

        Assert.Contains(Words, transcript.Text, StringComparison.OrdinalIgnoreCase);
        CheckOrder(transcript);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 2)]
    public async Task Beams_and_words_go_together(bool words, int beams)
    {
        await using var pipeline = await Pipeline.StartAsync();

        var transcript = await pipeline.TranscribeAsync(Pipeline.Recording("jfk"), new() { Language = "en", BeamSize = beams, WordTimestamps = words });

        Assert.Contains(Words, transcript.Text, StringComparison.OrdinalIgnoreCase);
        Assert.All(transcript.Segments, segment => Assert.Equal(words, segment.Words is not null));
        CheckOrder(transcript);
    }

    [Fact]
    public async Task Each_channel_can_be_a_speaker()
    {
        await using var pipeline = await Pipeline.StartAsync();
        var recording = Pipeline.Stereo(Pipeline.Recording("jfk", "silence 15"), Pipeline.Recording("silence 14", "jfk"));

        var transcript = await pipeline.TranscribeAsync(recording, new() { ChannelsAreSpeakers = true, Language = "en" });

        Assert.All(transcript.Segments, segment => Assert.Equal(segment.Start < 12.5 ? 0 : 1, segment.Channel));
        Assert.Equal([0, 1], transcript.Segments.Select(segment => segment.Channel!.Value).Distinct());
        Assert.Equal(2, transcript.Text.Split(Words).Length - 1);
        Assert.Equal(Enumerable.Range(0, transcript.Segments.Count), transcript.Segments.Select(segment => segment.Id));
        CheckOrder(transcript);
    }

    private static void CheckOrder(Transcript transcript)
    {
        var last = 0.0;
        foreach (var segment in transcript.Segments)
        {
            Assert.InRange(segment.Start, last, segment.End);
            last = segment.Start;
            foreach (var word in segment.Words ?? [])
            {
                Assert.InRange(word.Start, last, word.End);
                Assert.InRange(word.Probability, 0, 1);
                last = word.Start;
            }

            Assert.InRange(last, segment.Start, segment.End);
            last = segment.End;
        }

        Assert.InRange(last, 0, transcript.DurationSeconds);
        if (transcript.Segments is [{ Words: not null }, ..])
            Assert.Equal(transcript.Segments.Select(s => s.Text), transcript.Segments.Select(s => string.Concat(s.Words!.Select(w => w.Word))));
    }
}
