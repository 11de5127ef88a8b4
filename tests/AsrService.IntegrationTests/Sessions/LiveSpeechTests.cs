using AsrService.Benchmarks.Wer;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>Real speech in chunks.</summary>
public sealed class LiveSpeechTests(SharedServer shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private IJobStore Jobs => shared.Server.Services.GetRequiredService<IJobStore>();

    private ISessionStore Store => shared.Server.Services.GetRequiredService<ISessionStore>();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_transcript_is_that_of_the_whole_recording(bool isInRealTime)
    {
        var speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()), isInRealTime);

        await AssertSaysAllAsync(await speaker.FinishAsync(Jobs));
    }

    [Fact]
    public async Task Sentences_are_given_in_order_with_the_times_of_their_words()
    {
        var speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        await speaker.SilenceUntilAsync(() => speaker.Sentences.Count() == 3, Patience);

        var words = speaker.Sentences.SelectMany(sentence => sentence.Words).ToList();
        Assert.Equal(words.OrderBy(word => word.Start), words);
        Assert.All(words, word => Assert.InRange(word.End, word.Start, 11.1));
        Assert.All(speaker.Given, text => Assert.Equal(text.Text, string.Concat(text.Words.Select(word => word.Word)).Trim()));
        Assert.Equal("ASK NOT", string.Concat(speaker.Sentences.ElementAt(1).Text.ToUpperInvariant().Where(c => char.IsLetter(c) || c == ' ')));
        Assert.InRange(speaker.Sentences.ElementAt(1).Words[0].Start, 3, 4);
        await AssertSaysAllAsync(await speaker.FinishAsync(Jobs));
    }

    [Fact]
    public async Task The_transcript_has_the_words_only_if_they_were_asked_for()
    {
        var speaker = new Speaker(Store) { Options = new() { Language = "en", WordTimestamps = true } };
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        var with = await speaker.FinishAsync(Jobs);
        speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        var without = await speaker.FinishAsync(Jobs);

        Assert.All(with.Transcript!.Segments, segment => Assert.NotEmpty(segment.Words!));
        Assert.All(without.Transcript!.Segments, segment => Assert.Null(segment.Words));
        Assert.Equal(Enumerable.Range(0, without.Transcript.Segments.Count), without.Transcript.Segments.Select(segment => segment.Id));
    }

    [Theory]
    [InlineData(16_000, 6401)]
    [InlineData(8_000, 3201)]
    [InlineData(16_000, 100_000)]
    public async Task Samples_may_be_cut_anywhere_and_have_either_rate(int sampleRate, int bytes)
    {
        var speaker = new Speaker(Store) { SampleRate = sampleRate };
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync(sampleRate), bytes));

        await AssertSaysAllAsync(await speaker.FinishAsync(Jobs));
    }

    [Theory]
    [InlineData("-ar 8000 -ac 1 -f wav", 6400)]
    [InlineData("-ar 16000 -ac 1 -f wav", 6400)]
    [InlineData("-c:a libopus -f webm", int.MaxValue)]
    public async Task Chunks_may_be_files(string encoding, int bytes)
    {
        var speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(await Recordings.EncodedAsync(encoding), bytes));

        await AssertSaysAllAsync(await speaker.FinishAsync(Jobs));
    }

    [Fact]
    public async Task A_file_that_cannot_be_decoded_fails_the_job_and_not_the_session()
    {
        var speaker = new Speaker(Store);
        await speaker.SendAsync([.. "OggS"u8, .. new byte[1000]]);
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        await speaker.SilenceUntilAsync(() => speaker.Sentences.Any(), Patience);

        var job = await speaker.FinishAsync(Jobs);

        Assert.Equal((JobState.Failed, JobFailure.Recording), (job.State, job.Failure));
    }

    [Fact]
    public async Task Noise_is_no_sentence()
    {
        var noise = await Recordings.MakeAsync("-f lavfi -i anoisesrc=c=pink:a=0.1:d=5:seed=1 -ar 16000 -ac 1 -f s16le");
        var speaker = new Speaker(Store);
        await speaker.SpeakAsync(Speaker.Cut(noise));
        var job = await speaker.FinishAsync(Jobs);

        Assert.Empty(speaker.Given);
        Assert.Equal((JobState.Done, "", 5.0), (job.State, job.Transcript!.Text, job.AudioSeconds));
    }

    [Theory]
    [InlineData("-ar 16000 -ac 1 -f s16le")]
    [InlineData("-c:a libmp3lame -f mp3")]
    public async Task Chunks_of_an_upload_are_put_together_and_transcribed_as_one_recording(string encoding)
    {
        var speaker = new Speaker(Store) { IsLive = false };
        var chunks = Speaker.Cut(await Recordings.EncodedAsync(encoding)).ToList();
        await speaker.SpeakAsync(chunks[..^1]);
        await speaker.SendAsync(chunks[^1], isLast: true);

        await AssertSaysAllAsync(await speaker.EndAsync(Jobs));
        Assert.Empty(speaker.Given);
    }

    [Fact]
    public async Task Text_can_be_waited_for()
    {
        var speaker = new Speaker(Store);
        var pcm = await Speaker.PcmAsync();
        await speaker.SendAsync(pcm[..(3 * 32_000)]);

        var kept = Assert.IsType<ChunkResult.Kept>(await speaker.SendAsync(new byte[Speaker.ChunkBytes], wait: Patience));

        Assert.NotNull(kept.Text);
    }

    [Fact]
    public async Task Twenty_at_once_are_all_heard()
    {
        var pcm = await Speaker.PcmAsync();
        var speakers = Enumerable.Range(0, 20).Select(_ => new Speaker(Store)).ToList();
        await Task.WhenAll(speakers.Select(speaker => speaker.SpeakAsync(Speaker.Cut(pcm), isInRealTime: true)));

        foreach (var speaker in speakers)
            await AssertSaysAllAsync(await speaker.FinishAsync(Jobs));
    }

    private async Task AssertSaysAllAsync(Job job)
    {
        Assert.Equal(JobState.Done, job.State);
        var whole = (await shared.Tasks.TranscribeAsync(Recordings.Mp3)).Body.GetProperty("result").GetProperty("text").GetString()!;
        Assert.True(new Scorer("en").Score(whole, job.Transcript!.Text).Percent <= 2, job.Transcript.Text);
        Assert.InRange(job.AudioSeconds!.Value, 10.9, 30);
    }
}
