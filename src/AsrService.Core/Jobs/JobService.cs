namespace AsrService.Core.Jobs;

/// <summary>What the wire protocols may do with jobs.</summary>
public sealed class JobService(IJobStore jobs, IAudioStore audio)
{
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

    /// <summary>Removes job, transcript and audio, whatever the job's state. False when there is no such job.</summary>
    public async Task<bool> DeleteAsync(string protocol, string externalId, CancellationToken cancellationToken)
    {
        var audioKey = await jobs.DeleteAsync(protocol, externalId, cancellationToken);
        if (audioKey is null)
            return false;

        // Whoever asked may be gone, as the job is that knew of the audio.
        await audio.DeleteAsync(audioKey, CancellationToken.None);
        return true;
    }
}
