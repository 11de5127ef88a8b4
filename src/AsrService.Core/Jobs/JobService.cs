using AsrService.Core.Clients;

namespace AsrService.Core.Jobs;

/// <summary>What the wire protocols may do with jobs.</summary>
public sealed class JobService(IJobStore jobs, IAudioStore audio, AdmissionOptions limits, TimeProvider time)
{
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

    /// <inheritdoc cref="IJobStore.CancelAsync"/>
    public Task<bool> CancelAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => jobs.CancelAsync(id, scope, cancellationToken);

    /// <inheritdoc cref="IJobStore.RetryAsync"/>
    public Task<bool> RetryAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => jobs.RetryAsync(id, scope, cancellationToken);

    /// <summary>Removes job, transcript and audio, whatever the job's state. False when there is no such job.</summary>
    public async Task<bool> DeleteAsync(Guid id, JobScope scope, CancellationToken cancellationToken)
    {
        // The row first: audio without a job is swept, a job without audio would fail.
        var audioKey = await jobs.DeleteAsync(id, scope, cancellationToken);
        if (audioKey is null)
            return false;

        // Whoever asked may be gone, as the job is that knew of the audio.
        if (audioKey.Length > 0)
            await audio.DeleteAsync(audioKey, CancellationToken.None);
        return true;
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
