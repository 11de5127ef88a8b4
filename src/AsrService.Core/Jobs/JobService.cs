namespace AsrService.Core.Jobs;

/// <summary>What the wire protocols may do with jobs.</summary>
public sealed class JobService(IJobStore jobs, IAudioStore audio, AdmissionOptions limits)
{
    /// <summary>Checks before an upload is read whether there is room for another job.</summary>
    /// <exception cref="OverloadException">There is none.</exception>
    public async Task EnsureRoomAsync(CancellationToken cancellationToken)
    {
        if (!audio.HasRoom)
            throw new OverloadException("The server has no room for more recordings at the moment; please try again later");
        if (await jobs.IsFullAsync(limits.MaxQueued, cancellationToken))
            throw new OverloadException("The server has more work than it can take at the moment; please try again later");
    }

    /// <summary>Accepts a job whose audio is stored already. On return the job cannot be lost.</summary>
    public async Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio stored, CancellationToken cancellationToken)
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
            if (!isNeeded)
                await audio.DeleteAsync(stored.Key, CancellationToken.None);
        }
    }

    /// <summary>The job that <paramref name="externalId"/> names in <paramref name="protocol"/>, or null.</summary>
    public Task<Job?> FindAsync(string protocol, string externalId, CancellationToken cancellationToken) =>
        jobs.FindAsync(protocol, externalId, cancellationToken);

    /// <summary>The job, or null.</summary>
    public Task<Job?> FindAsync(Guid id, CancellationToken cancellationToken) => jobs.FindAsync(id, cancellationToken);

    /// <inheritdoc cref="IJobStore.AttemptsAsync"/>
    public Task<IReadOnlyList<JobAttempt>> AttemptsAsync(Guid id, CancellationToken cancellationToken) => jobs.AttemptsAsync(id, cancellationToken);

    /// <inheritdoc cref="IJobStore.CancelAsync"/>
    public Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken) => jobs.CancelAsync(id, cancellationToken);

    /// <inheritdoc cref="IJobStore.RetryAsync"/>
    public Task<bool> RetryAsync(Guid id, CancellationToken cancellationToken) => jobs.RetryAsync(id, cancellationToken);

    /// <summary>Removes job, transcript and audio, whatever the job's state. False when there is no such job.</summary>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        // The row first: audio without a job is swept, a job without audio would fail.
        var audioKey = await jobs.DeleteAsync(id, cancellationToken);
        if (audioKey is null)
            return false;

        // Whoever asked may be gone, as the job is that knew of the audio.
        await audio.DeleteAsync(audioKey, CancellationToken.None);
        return true;
    }
}
