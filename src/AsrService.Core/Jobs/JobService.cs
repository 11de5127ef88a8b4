using AsrService.Core.Clients;
using AsrService.Core.Telemetry;

namespace AsrService.Core.Jobs;

/// <summary>What the wire protocols may do with jobs.</summary>
public sealed class JobService(IJobStore jobs, IAudioStore audio, AdmissionOptions limits, AsrMetrics metrics, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Checks before an upload is read whether there is room for another job, and whether its client may send one.</summary>
    /// <param name="client">Who sends it; null where nobody has to say who they are.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="OverloadException">There is no room.</exception>
    /// <exception cref="QuotaException">The client has used up what it may use.</exception>
    public async Task EnsureRoomAsync(Client? client, CancellationToken cancellationToken)
    {
        if (!audio.HasRoom)
            throw new OverloadException("The server has no room for more recordings at the moment; please try again later");
        if (await jobs.IsFullAsync(limits.MaxQueued, cancellationToken))
            throw new OverloadException("The server has more work than it can take at the moment; please try again later");
        if (client is { Settings: { QuotaMinutes: not null } or { MaxQueued: not null } })
            Check(client.Settings, await jobs.UsageAsync(client.Id, cancellationToken));
    }

    /// <summary>Accepts a job whose audio is stored already, or will be fetched (null). On return the job cannot be lost.</summary>
    public async Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio? stored, CancellationToken cancellationToken)
    {
        var isNeeded = false;
        try
        {
            var result = await jobs.SubmitAsync(job, stored, cancellationToken);
            isNeeded = result is SubmitResult.Accepted;

            // What is refused is counted where it is answered, and so are sessions where they become jobs.
            if (result is SubmitResult.Accepted or SubmitResult.Repeated)
                metrics.Submitted(job.Protocol, isNeeded ? "accepted" : "repeated");
            return result;
        }
        catch (UncertainCommitException)
        {
            // Audio without a job is a wasted file; a job without audio would be a lost one.
            isNeeded = true;
            throw;
        }
        finally
        {
            if (!isNeeded && stored is not null && job.File is null)
                await audio.DeleteAsync(stored.Key, CancellationToken.None);
        }
    }

    /// <summary>The job that <paramref name="externalId"/> names in <paramref name="protocol"/>, or null.</summary>
    public Task<Job?> FindAsync(string protocol, string externalId, JobScope scope, CancellationToken cancellationToken) =>
        jobs.FindAsync(protocol, externalId, scope, cancellationToken);

    /// <inheritdoc cref="IJobStore.FindAsync(string, JobScope, CancellationToken)"/>
    public Task<Job?> FindAsync(string id, JobScope scope, CancellationToken cancellationToken) => jobs.FindAsync(id, scope, cancellationToken);

    /// <summary>The job, or null.</summary>
    public Task<Job?> FindAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => jobs.FindAsync(id, scope, cancellationToken);

    /// <inheritdoc cref="IJobStore.FindTranscribedAsync"/>
    public Task<Job?> FindTranscribedAsync(string fileId, JobScope scope, CancellationToken cancellationToken) => jobs.FindTranscribedAsync(fileId, scope, cancellationToken);

    /// <inheritdoc cref="IJobStore.AttemptsAsync"/>
    public Task<IReadOnlyList<JobAttempt>> AttemptsAsync(Guid id, CancellationToken cancellationToken) => jobs.AttemptsAsync(id, cancellationToken);

    /// <inheritdoc cref="IJobStore.ListAsync"/>
    public Task<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobScope scope, Guid? before, int limit, CancellationToken cancellationToken) =>
        jobs.ListAsync(filter, scope, before, limit, cancellationToken);

    /// <summary>Whether the recording is kept, without looking at it.</summary>
    public async Task<bool> HasAudioAsync(Guid id, JobScope scope, CancellationToken cancellationToken) =>
        await jobs.FindAudioAsync(id, scope, cancellationToken) is not null;

    /// <summary>The recording as a file, until it is disposed; null when it is not kept, or there is no such job.</summary>
    public async Task<IAudioFile?> OpenAudioAsync(Guid id, JobScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return await jobs.FindAudioAsync(id, scope, cancellationToken) is { } stored ? await audio.OpenAsync(stored.Key, cancellationToken) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Ends a job that has not ended; a worker that runs it loses its lease. False when it has ended or is not there.</summary>
    public async Task<bool> CancelAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => await jobs.CancelAsync([id], scope, cancellationToken) == 1;

    /// <summary>The same for all that match. Returns how many.</summary>
    public Task<int> CancelAsync(JobFilter filter, JobScope scope, CancellationToken cancellationToken) =>
        ForAllAsync(filter.Within(state => !state.IsFinal()), scope, ids => jobs.CancelAsync(ids, scope, cancellationToken), cancellationToken);

    /// <summary>Queues a job again that failed, was cancelled or is quarantined, with all its attempts. False when it is in another state, or its audio is gone.</summary>
    public async Task<bool> RetryAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => await jobs.RetryAsync([id], scope, cancellationToken) == 1;

    /// <summary>The same for all that match. Returns how many.</summary>
    public Task<int> RetryAsync(JobFilter filter, JobScope scope, CancellationToken cancellationToken) =>
        ForAllAsync(filter.Within(state => state.IsFinal() && state != JobState.Done), scope, ids => jobs.RetryAsync(ids, scope, cancellationToken), cancellationToken);

    /// <summary>Removes job, transcript and audio, whatever the job's state. False when there is no such job.</summary>
    public async Task<bool> DeleteAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => await DeleteAsync([id], scope, cancellationToken) == 1;

    /// <summary>The same for all that match. Returns how many.</summary>
    public Task<int> DeleteAsync(JobFilter filter, JobScope scope, CancellationToken cancellationToken) =>
        ForAllAsync(filter, scope, ids => DeleteAsync(ids, scope, cancellationToken), cancellationToken);

    private async Task<int> DeleteAsync(IReadOnlyList<Guid> ids, JobScope scope, CancellationToken cancellationToken)
    {
        // The rows first: audio without a job is swept, a job without audio would fail.
        var deleted = await jobs.DeleteAsync(ids, scope, cancellationToken);

        // Whoever asked may be gone, as the jobs are that knew of the audio.
        foreach (var key in deleted.UnusedAudio)
            await audio.DeleteAsync(key, CancellationToken.None);
        return deleted.Count;
    }

    // From the newest to the oldest, so that what arrives meanwhile is left alone and nothing is met twice.
    private async Task<int> ForAllAsync(JobFilter? filter, JobScope scope, Func<IReadOnlyList<Guid>, Task<int>> act, CancellationToken cancellationToken)
    {
        var (count, last) = (0, (Guid?)null);
        while (filter is not null && await jobs.IdsAsync(filter, scope, last, Batch, cancellationToken) is { Count: > 0 } ids)
        {
            count += await act(ids);
            last = ids[^1];
        }

        return count;
    }

    private void Check(ClientSettings client, ClientUsage usage)
    {
        if (usage.AudioSecondsToday >= 60.0 * client.QuotaMinutes)
        {
            var now = time.GetUtcNow();
            throw new QuotaException(
                isQuota: true, $"The quota of {client.QuotaMinutes} minutes of audio a day is used up; it begins anew at midnight UTC", now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime);
        }

        if (usage.WaitingJobs >= client.MaxQueued)
        {
            throw new QuotaException(
                isQuota: false, $"{client.MaxQueued} jobs of this client wait already; please try again when some have started", OverloadException.RetryAfter);
        }
    }
}
