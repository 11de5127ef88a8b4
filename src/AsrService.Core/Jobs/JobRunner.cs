using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace AsrService.Core.Jobs;

/// <summary>One attempt at a job, from its lease to its end.</summary>
public sealed class JobRunner(
    IJobLeases jobs,
    RunningLeases running,
    IAudioStore audio,
    IAudioFetcher fetcher,
    IAudioDecoder decoder,
    ITranscriber transcriber,
    ISessionRecorder sessions,
    TranscriptionOptions defaults,
    RetryOptions retries,
    AsrMetrics metrics,
    TimeProvider time,
    ILogger<JobRunner> log)
{
    private const double SlowestRealTimeFactor = 20;

    // No codec that anybody records speech with takes less; for audio whose length is not announced.
    private const double FewestBytesPerSecond = 500;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Runs the job, unless it is not waiting any more.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="node">This node, for the operator.</param>
    /// <param name="cancellationToken">Cancelled when the node shuts down: the job goes back to the queue.</param>
    /// <exception cref="OperationCanceledException">The job was interrupted and is queued again.</exception>
    public async Task RunAsync(Guid jobId, string node, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = jobId });

        // Counted before native code runs: a job that takes the process down has spent this attempt.
        if (await jobs.StartAsync(jobId, node, cancellationToken) is not { } lease)
        {
            log.LogDebug("Nothing to do: the job does not wait any more");
            return;
        }

        using var holding = running.Hold(lease);
        using var attempt = new AttemptTelemetry(metrics, lease, node, time);
        log.LogInformation("Attempt {Attempt} starts", lease.Attempt);
        try
        {
            await AttemptAsync(lease, attempt, holding.Lost, cancellationToken);
        }
        catch (OperationCanceledException) when (holding.Lost.IsCancellationRequested)
        {
            log.LogWarning("Attempt {Attempt} stops: the job was cancelled, deleted or taken over", lease.Attempt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogInformation("Attempt {Attempt} is interrupted; the job goes back to the queue", lease.Attempt);
            if (await jobs.ReleaseAsync(lease, CancellationToken.None))
                attempt.End(AttemptOutcome.Released);
            throw;
        }
    }

    private async Task AttemptAsync(JobLease lease, AttemptTelemetry attempt, CancellationToken lost, CancellationToken shutdown)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(lost, shutdown);
        try
        {
            var transcript = await TranscribeAsync(lease, attempt, stop.Token);
            using (attempt.Part("complete"))
            {
                if (await WriteAsync(token => jobs.CompleteAsync(lease, transcript, token), stop.Token))
                    attempt.Complete(transcript.DurationSeconds);
            }

            log.LogInformation("Done: {Seconds:0.0} s of {Language}, {Segments} segments", transcript.DurationSeconds, transcript.Language, transcript.Segments.Count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await EndAsync(lease, attempt, exception, stop.Token);
        }
    }

    private async Task<Transcripts.Transcript> TranscribeAsync(JobLease lease, AttemptTelemetry attempt, CancellationToken stop)
    {
        var options = lease.Options.Or(defaults);
        attempt.Uses(options.Model);
        var (file, bytes) = await OpenAsync(lease, attempt, stop);
        await using var opened = file;
        await using var decoded = await DecodeAsync(file, options, attempt, stop);
        await ReportAsync(new(0, ""));

        var limit = TimeoutOf(decoded.AnnouncedSeconds ?? (bytes / FewestBytesPerSecond));
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        using var part = attempt.Part("recognise");
        try
        {
            return lease.IsLive == true
                ? await sessions.TranscribeAsync(lease.JobId, decoded, options, either.Token)
                : await transcriber.TranscribeAsync(decoded, options, ReportAsync, either.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {limit.TotalMinutes:0} minutes.", exception);
        }

        // Progress is for those who look; without a database the work goes on.
        async Task ReportAsync(TranscriptionProgress progress)
        {
            try
            {
                if (!await jobs.ReportAsync(lease, progress, decoded.AnnouncedSeconds, stop))
                    running.Lose(lease);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogDebug(exception, "Progress could not be written");
            }

            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task<(IAudioFile File, long Bytes)> OpenAsync(JobLease lease, AttemptTelemetry attempt, CancellationToken stop)
    {
        using var part = attempt.Part("fetch");
        var stored = lease.Audio ?? await FetchAsync(lease, stop);
        return (await audio.OpenAsync(stored.Key, stop), stored.Bytes);
    }

    private async Task<IDecodedAudio> DecodeAsync(IAudioFile file, TranscriptionOptions options, AttemptTelemetry attempt, CancellationToken stop)
    {
        using var part = attempt.Part("decode");
        return await decoder.OpenAsync(file.Path, options.ChannelsAreSpeakers == true, options.RawAudio, stop);
    }

    private async Task<StoredAudio> FetchAsync(JobLease lease, CancellationToken stop)
    {
        var stored = lease switch
        {
            { AudioUrl: { } url } => await fetcher.FetchAsync(url, stop),
            { IsLive: not null } => await sessions.StoreAsync(lease.JobId, stop),
            _ => throw new FetchException("The recording was not found on this server.", canPass: false, JobFailure.Storage),
        };
        log.LogInformation("Fetched {Bytes} bytes", stored.Bytes);
        if (await WriteAsync(token => jobs.KeepAudioAsync(lease, stored, token), stop))
            return stored;

        await audio.DeleteAsync(stored.Key, CancellationToken.None);
        running.Lose(lease);
        throw new OperationCanceledException(stop);
    }

    private async Task EndAsync(JobLease lease, AttemptTelemetry attempt, Exception exception, CancellationToken stop)
    {
        var (failure, canPass, reason) = Judge(exception);
        if (!canPass || lease.Attempt >= retries.MaxAttempts)
        {
            // What is the sender's or another server's fault is no error of ours.
            if (exception is AudioException or FetchException)
                log.LogInformation("Attempt {Attempt} fails: {Reason}", lease.Attempt, reason);
            else
                log.LogError(exception, "Attempt {Attempt} of {MaxAttempts} fails", lease.Attempt, retries.MaxAttempts);
            if (await WriteAsync(token => jobs.FailAsync(lease, failure, reason, token), stop))
                attempt.Fail(failure);
            return;
        }

        var delay = retries.DelayAfter(lease.Attempt);
        log.LogWarning(exception, "Attempt {Attempt} of {MaxAttempts} fails; the next one in {Delay:0} s", lease.Attempt, retries.MaxAttempts, delay.TotalSeconds);
        if (await WriteAsync(token => jobs.RetryAsync(lease, reason, delay, token), stop))
            attempt.End(AttemptOutcome.Retried, failure);
    }

    // Bad audio stays bad. What the disk, the network, memory or the time did may pass; anything else is a fault of ours.
    private static (JobFailure Failure, bool CanPass, string Reason) Judge(Exception exception) => exception switch
    {
        AudioException => (JobFailure.Recording, false, exception.Message),
        FetchException fetch => (fetch.Failure, fetch.CanPass, exception.Message),
        FileNotFoundException => (JobFailure.Storage, false, "The recording is no longer kept on this server."),
        IOException => (JobFailure.Storage, true, "The recording could not be transcribed because it could not be read from where it is kept."),
        TimeoutException => (JobFailure.Server, true, $"The recording could not be transcribed: {exception.Message}"),
        OutOfMemoryException => (JobFailure.Server, true, "The recording could not be transcribed because the server is short of memory."),
        _ => (JobFailure.Server, false, "The recording could not be transcribed because of a fault in the server."),
    };

    // What an attempt found out is not thrown away because the database is away: the write is repeated until it is accepted,
    // or the lease is lost.
    private async Task<bool> WriteAsync(Func<CancellationToken, Task<bool>> write, CancellationToken stop)
    {
        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                // Not to be cancelled: a commit that is cut off leaves it open whether it took place.
                var isAccepted = await write(CancellationToken.None);
                if (!isAccepted)
                    log.LogWarning("What the attempt found out is not accepted: the job was cancelled, deleted or taken over");
                return isAccepted;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogWarning(exception, "What the attempt found out could not be written; trying again in {Pause}", pause);
                await Task.Delay(pause, time, stop);
            }
        }
    }

    private static TimeSpan TimeoutOf(double seconds)
    {
        var slowest = TimeSpan.FromSeconds(seconds * SlowestRealTimeFactor);
        return slowest > ShortestTimeout ? slowest : ShortestTimeout;
    }
}
