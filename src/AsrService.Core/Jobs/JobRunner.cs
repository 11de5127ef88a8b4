using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;

namespace AsrService.Core.Jobs;

/// <summary>One attempt at a job, from its lease to its end.</summary>
public sealed class JobRunner(
    IJobLeases jobs, IAudioStore audio, IAudioDecoder decoder, ITranscriber transcriber, TranscriptionOptions defaults, ILogger<JobRunner> log)
{
    // A shutdown gives an attempt's number back; what counts up is a database that fails and a process that dies.
    private const int MaxAttempts = 5;

    /// <summary>Runs the job, unless it is finished or gone.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="owner">The node, for the operator.</param>
    /// <param name="cancellationToken">Cancelled when the node shuts down: the job goes back to the queue.</param>
    /// <exception cref="OperationCanceledException">The job was interrupted and is queued again.</exception>
    /// <exception cref="StoreException">The database failed; the attempt is to be repeated.</exception>
    public async Task RunAsync(Guid jobId, string owner, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = jobId });
        if (await Stored(jobs.StartAsync(jobId, owner, cancellationToken)) is not { } lease)
        {
            log.LogInformation("Nothing to do: the job is finished or gone");
            return;
        }

        log.LogInformation("Attempt {Attempt} starts", lease.Attempt);
        try
        {
            if (lease.Attempt > MaxAttempts)
                throw new AudioException($"The recording could not be transcribed: {MaxAttempts} attempts were broken off.");

            await RunAsync(lease, cancellationToken);
        }
        catch (LeaseLostException)
        {
            log.LogWarning("Attempt {Attempt} stops: the job was deleted or taken over", lease.Attempt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogInformation("Attempt {Attempt} is interrupted; the job goes back to the queue", lease.Attempt);
            await Stored(jobs.ReleaseAsync(lease, CancellationToken.None));
            throw;
        }
        catch (StoreException exception)
        {
            log.LogWarning(exception, "Attempt {Attempt} is broken off and will be repeated", lease.Attempt);
            throw;
        }
        catch (AudioException exception)
        {
            log.LogInformation("Attempt {Attempt} fails: {Reason}", lease.Attempt, exception.Message);
            await Stored(jobs.FailAsync(lease, exception.Message, CancellationToken.None));
        }
        catch (Exception exception)
        {
            // The caller gets a sentence; the detail is the operator's.
            log.LogError(exception, "Attempt {Attempt} fails", lease.Attempt);
            await Stored(jobs.FailAsync(lease, "The recording could not be transcribed because of a fault in the server.", CancellationToken.None));
        }
    }

    private async Task RunAsync(JobLease lease, CancellationToken cancellationToken)
    {
        var options = lease.Options.Or(defaults);
        await using var file = await Stored(audio.OpenAsync(lease.AudioKey, cancellationToken));
        await using var decoded = await decoder.OpenAsync(file.Path, options.ChannelsAreSpeakers == true, cancellationToken);
        await ReportAsync(0);
        var transcript = await transcriber.TranscribeAsync(decoded, options, ReportAsync, cancellationToken);
        if (!await Stored(jobs.CompleteAsync(lease, transcript, CancellationToken.None)))
            throw new LeaseLostException();

        log.LogInformation("Done: {Seconds:0.0} s of {Language}, {Segments} segments", transcript.DurationSeconds, transcript.Language, transcript.Segments.Count);

        async Task ReportAsync(double progress)
        {
            if (!await Stored(jobs.ReportAsync(lease, progress, cancellationToken)))
                throw new LeaseLostException();
        }
    }

    // Drivers wrap a lost connection in exceptions of many types; whatever a write throws is the store's.
    private static async Task<T> Stored<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new StoreException(exception);
        }
    }

    private sealed class LeaseLostException : Exception;
}
