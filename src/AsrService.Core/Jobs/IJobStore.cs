using AsrService.Core.Clients;

namespace AsrService.Core.Jobs;

/// <summary>The jobs in the database and the queue that is committed with them, as callers see them: what is outside a caller's scope is not there.</summary>
public interface IJobStore
{
    /// <summary>Whether at least <paramref name="limit"/> jobs wait.</summary>
    Task<bool> IsFullAsync(int limit, CancellationToken cancellationToken);

    /// <summary>What a client uses at the moment.</summary>
    Task<ClientUsage> UsageAsync(string client, CancellationToken cancellationToken);

    /// <summary>Writes the job and its place in the queue in one transaction, or finds the job that the same key made.</summary>
    /// <param name="job">The job.</param>
    /// <param name="audio">Its recording; null when a worker fetches it from <see cref="NewJob.AudioUrl"/>.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <exception cref="UncertainCommitException">The connection broke during the commit.</exception>
    Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio? audio, CancellationToken cancellationToken);

    /// <summary>The job that <paramref name="externalId"/> names, or null.</summary>
    Task<Job?> FindAsync(string protocol, string externalId, JobScope scope, CancellationToken cancellationToken);

    /// <summary>The job with that internal id, or else the newest one that <paramref name="id"/> names in any protocol; or null.</summary>
    Task<Job?> FindAsync(string id, JobScope scope, CancellationToken cancellationToken);

    /// <summary>The job, or null.</summary>
    Task<Job?> FindAsync(Guid id, JobScope scope, CancellationToken cancellationToken);

    /// <summary>The newest job with a transcript of that file, or null.</summary>
    Task<Job?> FindTranscribedAsync(string fileId, JobScope scope, CancellationToken cancellationToken);

    /// <summary>The starts of a job, oldest first.</summary>
    Task<IReadOnlyList<JobAttempt>> AttemptsAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Ends a job that has not ended; a worker that runs it loses its lease. False when it has ended or is not there.</summary>
    Task<bool> CancelAsync(Guid id, JobScope scope, CancellationToken cancellationToken);

    /// <summary>Queues a job again that failed, was cancelled or is quarantined, with all its attempts. False when it is in another state, or its audio is gone.</summary>
    Task<bool> RetryAsync(Guid id, JobScope scope, CancellationToken cancellationToken);

    /// <summary>Removes job and transcript; a running worker loses its lease. Returns the key of audio that is of no more use, empty if there is none, or null if there is no such job.</summary>
    Task<string?> DeleteAsync(Guid id, JobScope scope, CancellationToken cancellationToken);
}
