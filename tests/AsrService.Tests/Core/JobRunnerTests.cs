using System.Diagnostics.Metrics;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Core.Telemetry;
using AsrService.Core.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AsrService.Tests.Core;

/// <summary>How an attempt ends. (Against the real parts: AsrService.IntegrationTests.)</summary>
public sealed class JobRunnerTests : IAudioStore, IAudioDecoder, ITranscriber, IAudioFile, IDecodedAudio, IAudioFetcher, ISessionRecorder
{
    private static readonly Uri Url = new("https://example.org/a.mp3");

    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    private readonly RunningLeases running = new();
    private readonly CancellationTokenSource shutdown = new();
    private Func<CancellationToken, Task<Transcript>> transcribe = _ => Task.FromResult(new Transcript("yes", "en", 1, []));
    private Func<Task<IAudioFile>>? open;
    private Func<StoredAudio> fetch = () => new StoredAudio("fetched", 1000, []);
    private TranscriptionProgress[] reports = [];
    private string? deleted;
    private bool? separateChannels;

    bool IAudioStore.HasRoom => true;

    string IAudioFile.Path => "path";

    int IDecodedAudio.Channels => 1;

    public double? AnnouncedSeconds { get; private set; } = 1;

    [Fact]
    public async Task A_transcript_ends_the_job() => Assert.Equal(["done: yes"], await RunAsync());

    [Theory]
    [InlineData(1, "retried")]
    [InlineData(2, "retried")]
    [InlineData(3, "failed")]
    public async Task Audio_that_cannot_be_read_now_is_tried_again_but_not_for_ever(int attempt, string outcome)
    {
        open = () => throw new IOException("/secret/path: the disk is away");

        Assert.Equal([$"{outcome}: The recording could not be transcribed because it could not be read from where it is kept."], await RunAsync(attempt));
    }

    [Fact]
    public async Task Bad_audio_fails_at_once()
    {
        transcribe = _ => throw new AudioException("That is no sound.");

        Assert.Equal(["failed: That is no sound."], await RunAsync());
    }

    [Fact]
    public async Task Audio_that_is_gone_fails_at_once()
    {
        open = () => throw new FileNotFoundException();

        Assert.Equal(["failed: The recording is no longer kept on this server."], await RunAsync());
    }

    [Fact]
    public async Task A_fault_of_ours_fails_at_once_and_tells_nothing()
    {
        transcribe = _ => throw new InvalidOperationException("secret");

        Assert.Equal(["failed: The recording could not be transcribed because of a fault in the server."], await RunAsync());
    }

    [Theory]
    [InlineData(1, "retried")]
    [InlineData(3, "failed")]
    public async Task Without_memory_it_is_tried_again(int attempt, string outcome)
    {
#pragma warning disable MA0012 // The runtime's own, which only it throws otherwise.
        transcribe = _ => throw new InsufficientMemoryException();
#pragma warning restore MA0012

        Assert.Equal([$"{outcome}: The recording could not be transcribed because the server is short of memory."], await RunAsync(attempt));
    }

    [Fact]
    public async Task A_job_without_a_recording_fails_at_once() =>
        Assert.Equal(["failed: The recording was not found on this server."], await RunAsync(new RecordedLeases(1) { HasNoAudio = true }, new HastyTime(TenMinutes)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Channels_are_kept_apart_only_if_they_are_speakers(bool? areSpeakers)
    {
        await RunAsync(new RecordedLeases(1) { Options = new() { ChannelsAreSpeakers = areSpeakers } }, new HastyTime(TenMinutes));

        Assert.Equal(areSpeakers == true, separateChannels);
    }

    [Theory]
    [InlineData(true, "done: spoken")]
    [InlineData(false, "done: yes")]
    [InlineData(null, "done: yes")]
    public async Task What_was_recognised_while_it_was_spoken_is_only_put_together(bool? isLive, string expected) =>
        Assert.Equal([expected], await RunAsync(new RecordedLeases(1) { IsLive = isLive }, new HastyTime(TenMinutes)));

    [Fact]
    public async Task Progress_is_told_from_nothing_on()
    {
        var leases = new RecordedLeases(1);
        reports = [new(0.5, "so far")];

        await RunAsync(leases, new HastyTime(TenMinutes));

        Assert.Equal([new(0, ""), new(0.5, "so far")], leases.Reports);
    }

    [Fact]
    public async Task Progress_that_cannot_be_written_stops_nothing()
    {
        reports = [new(0.5, "so far")];

        Assert.Equal(["done: yes"], await RunAsync(new RecordedLeases(1) { CanReport = false }, new HastyTime(TenMinutes)));
    }

    [Fact]
    public async Task Who_finds_the_lease_lost_when_telling_progress_stops_and_writes_nothing()
    {
        transcribe = _ => throw new InvalidOperationException("It went on.");

        Assert.Empty(await RunAsync(new RecordedLeases(1) { IsLost = true }, new HastyTime(TenMinutes)));
    }

    [Theory]
    [InlineData(1.0, 10)]
    [InlineData(3600.0, 1200)]
    [InlineData(null, 10)]
    public async Task An_attempt_may_take_twenty_times_the_recording_and_at_least_ten_minutes(double? seconds, int minutes)
    {
        AnnouncedSeconds = seconds;
        var limit = TimeSpan.FromMinutes(minutes);
        var time = new HastyTime(patience: limit + TimeSpan.FromSeconds(1));
        transcribe = async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };

        Assert.Equal([$"retried: The recording could not be transcribed: It took longer than {minutes} minutes."], await RunAsync(time: time));
        Assert.Contains(limit, time.Waits);
    }

    [Fact]
    public async Task A_result_is_written_when_the_database_is_back()
    {
        var leases = new RecordedLeases(1) { Outages = 7 };
        var time = new HastyTime(TenMinutes);

        Assert.Equal(["done: yes"], await RunAsync(leases, time));
        Assert.Equal([0.5, 1, 2, 4, 8, 10, 10], time.Waits.Where(wait => wait < TenMinutes).Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Who_loses_the_lease_stops_and_writes_nothing()
    {
        transcribe = async token =>
        {
            running.Lose(Assert.Single(running.All));
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        };

        Assert.Empty(await RunAsync());
        Assert.True(running.WhenIdle.IsCompleted);
    }

    [Fact]
    public async Task A_shutdown_gives_the_job_back()
    {
        var leases = new RecordedLeases(1);
        transcribe = async token =>
        {
            await shutdown.CancelAsync();
            token.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(leases, new HastyTime(TenMinutes)));

        Assert.Equal(["released"], leases.Writes);
    }

    [Fact]
    public async Task A_recording_is_fetched_and_kept_before_it_is_transcribed()
    {
        // The database is away for a moment when the download has ended.
        var leases = new RecordedLeases(1) { AudioUrl = Url, Outages = 1 };

        Assert.Equal(["kept: fetched", "done: yes"], await RunAsync(leases, new HastyTime(TenMinutes)));
    }

    [Theory]
    [InlineData(true, 1, "retried")]
    [InlineData(true, 3, "failed")]
    [InlineData(false, 1, "failed")]
    public async Task A_download_is_tried_again_if_its_failure_can_pass(bool canPass, int attempt, string outcome)
    {
        fetch = () => throw new FetchException("There is nothing there.", canPass, JobFailure.Download);

        Assert.Equal([$"{outcome}: There is nothing there."], await RunAsync(new RecordedLeases(attempt) { AudioUrl = Url }, new HastyTime(TenMinutes)));
    }

    [Fact]
    public async Task Who_loses_the_lease_while_fetching_leaves_nothing_behind()
    {
        Assert.Empty(await RunAsync(new RecordedLeases(1) { AudioUrl = Url, IsLost = true }, new HastyTime(TenMinutes)));

        Assert.Equal("fetched", deleted);
    }

    Task<StoredAudio> IAudioFetcher.FetchAsync(Uri url, CancellationToken cancellationToken) => Task.FromResult(fetch());

    Task<IAudioFile> IAudioStore.OpenAsync(string key, CancellationToken cancellationToken) => open?.Invoke() ?? Task.FromResult<IAudioFile>(this);

    Task<IDecodedAudio> IAudioDecoder.OpenAsync(string path, bool separateChannels, RawAudio? raw, CancellationToken cancellationToken)
    {
        this.separateChannels = separateChannels;
        return Task.FromResult<IDecodedAudio>(this);
    }

    async Task<Transcript> ITranscriber.TranscribeAsync(
        IDecodedAudio audio, TranscriptionOptions options, Func<TranscriptionProgress, Task> onProgress, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
            await onProgress(report);
        return await transcribe(cancellationToken);
    }

    Task<StoredAudio> ISessionRecorder.StoreAsync(Guid sessionId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<Transcript> ISessionRecorder.TranscribeAsync(
        Guid sessionId, IDecodedAudio audio, TranscriptionOptions options, CancellationToken cancellationToken) => Task.FromResult(new Transcript("spoken", "en", 1, []));

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;

    Task<StoredAudio> IAudioSink.SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task IAudioSink.DeleteAsync(string key, CancellationToken cancellationToken)
    {
        deleted = key;
        return Task.CompletedTask;
    }

    IAsyncEnumerable<StoredBlob> IAudioStore.ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    ValueTask<int> IDecodedAudio.ReadAsync(Memory<float> samples, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<List<string>> RunAsync(int attempt = 1, TimeProvider? time = null) => RunAsync(new RecordedLeases(attempt), time ?? new HastyTime(TenMinutes));

    private async Task<List<string>> RunAsync(RecordedLeases leases, TimeProvider time)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var runner = new JobRunner(
            leases, running, this, this, this, this, this, new TranscriptionOptions(), new RetryOptions(),
            new AsrMetrics(services.GetRequiredService<IMeterFactory>()), time, NullLogger<JobRunner>.Instance);
        await runner.RunAsync(Guid.NewGuid(), "here", shutdown.Token).WaitAsync(TimeSpan.FromMinutes(1));
        return leases.Writes;
    }
}
