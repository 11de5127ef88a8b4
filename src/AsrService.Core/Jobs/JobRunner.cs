using System.Data.Common;
using AsrService.Core.Recognition;
using Microsoft.Extensions.Logging;

namespace AsrService.Core.Jobs;

/// <summary>One attempt at a job, from its lease to its end.</summary>
public sealed class JobRunner(
    IJobLeases jobs, IAudioStore audio, IAudioDecoder decoder, ITranscriber transcriber, ILogger<JobRunner> log)
{
    // Interrupted attempts give their number back, so only starts that took the whole process down count up.
    private const int MaxAttempts = 3;

    /// <summary>Runs the job, unless it is finished or gone.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Cancelled when the node shuts down: the job goes back to the queue.</param>
    /// <exception cref="OperationCanceledException">The job was interrupted and is queued again.</exception>
    /// <exception cref="DbException">The database failed; the attempt may be repeated.</exception>
    public async Task RunAsync(Guid jobId, CancellationToken cancellationToken)
    {
        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = jobId });
        if (await jobs.StartAsync(jobId, cancellationToken) is not { } lease)
        {
            log.LogInformation("Nothing to do: the job is finished or gone");
            return;
        }

        log.LogInformation("Attempt {Attempt} starts", lease.Attempt);
        try
        {
            if (lease.Attempt > MaxAttempts)
                throw new AudioException("The recording could not be transcribed: the server stopped at each attempt.");

            await RunAsync(lease, cancellationToken);
        }
        catch (LeaseLostException)
        {
            log.LogWarning("Attempt {Attempt} stops: the job was deleted or taken over", lease.Attempt);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            log.LogInformation("Attempt {Attempt} is interrupted; the job goes back to the queue", lease.Attempt);
            await jobs.ReleaseAsync(lease, CancellationToken.None);
            throw;
        }
        catch (AudioException exception)
        {
            log.LogInformation("Attempt {Attempt} fails: {Reason}", lease.Attempt, exception.Message);
            await jobs.FailAsync(lease, exception.Message, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not DbException)
        {
            // Database trouble goes up to the job engine, which tries again: it says nothing about the recording.
            // The caller gets a sentence; the detail is the operator's.
            log.LogError(exception, "Attempt {Attempt} fails", lease.Attempt);
            await jobs.FailAsync(lease, "The recording could not be transcribed because of a fault in the server.", CancellationToken.None);
        }
    }

    private async Task RunAsync(JobLease lease, CancellationToken cancellationToken)
    {
        await using var decoded = await decoder.OpenAsync(audio.PathOf(lease.AudioKey), cancellationToken);
        await ReportAsync(0);
        var transcript = await transcriber.TranscribeAsync(decoded, ReportAsync, cancellationToken);
        if (!await jobs.CompleteAsync(lease, transcript, CancellationToken.None))
            throw new LeaseLostException();

        log.LogInformation("Done: {Seconds:0.0} s of {Language}, {Segments} segments", transcript.DurationSeconds, transcript.Language, transcript.Segments.Count);

        async Task ReportAsync(double progress)
        {
            if (!await jobs.ReportAsync(lease, JobState.Transcribing, progress, cancellationToken))
                throw new LeaseLostException();
        }
    }

    private sealed class LeaseLostException : Exception;
}
