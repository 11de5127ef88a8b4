namespace AsrService.Core.Jobs;

/// <summary>What the wire protocols may do with jobs.</summary>
public sealed class JobService(IJobStore jobs, IAudioStore audio)
{
    /// <summary>Accepts a job whose audio lies on disk already. On return the job cannot be lost.</summary>
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
                audio.Delete(stored.Key);
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

        audio.Delete(audioKey);
        return true;
    }
}
