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

    /// <summary>Has changes of the job told to all nodes for <paramref name="span"/>; those of other jobs are told to nobody.</summary>
    Task WatchAsync(Guid id, JobScope scope, TimeSpan span, CancellationToken cancellationToken);

    /// <summary>A page of the jobs that match, the newest first; without their text and their place in the queue.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="scope">Whose.</param>
    /// <param name="before">The last job of the page before; null for the first page.</param>
    /// <param name="limit">Most jobs.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    Task<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobScope scope, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>The same, their ids only.</summary>
    Task<IReadOnlyList<Guid>> IdsAsync(JobFilter filter, JobScope scope, Guid? before, int limit, CancellationToken cancellationToken);

    /// <summary>The recording of a job; null when it is not kept, or there is no such job.</summary>
    Task<StoredAudio?> FindAudioAsync(Guid id, JobScope scope, CancellationToken cancellationToken);

    /// <summary>Ends those of the jobs that have not ended; workers that run them lose their leases. Returns how many.</summary>
    Task<int> CancelAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken);

    /// <summary>Queues those of the jobs again that failed, were cancelled or are quarantined, with all their attempts, unless their audio is gone. Returns how many.</summary>
    Task<int> RetryAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken);

    /// <summary>Removes jobs and transcripts; running workers lose their leases.</summary>
    Task<DeletedJobs> DeleteAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken);
}
