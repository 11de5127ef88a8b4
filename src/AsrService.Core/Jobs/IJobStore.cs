namespace AsrService.Core.Jobs;

/// <summary>The jobs in the database and the queue that is committed with them, as callers see them.</summary>
public interface IJobStore
{
    /// <summary>Writes the job and its place in the queue in one transaction, or finds the job that the same key made.</summary>
    /// <exception cref="UncertainCommitException">The connection broke during the commit.</exception>
    Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio audio, CancellationToken cancellationToken);

    /// <summary>The job that <paramref name="externalId"/> names, or null.</summary>
    Task<Job?> FindAsync(string protocol, string externalId, CancellationToken cancellationToken);

    /// <summary>Removes job and transcript; a running worker loses its lease. Returns the audio's key, or null if there is no such job.</summary>
    Task<string?> DeleteAsync(string protocol, string externalId, CancellationToken cancellationToken);
}
