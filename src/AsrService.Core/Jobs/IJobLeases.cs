using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Core.Jobs;

/// <summary>What a worker writes to a job. Every write carries the lease's fencing token and is refused when it is outdated.</summary>
public interface IJobLeases
{
    /// <summary>Takes the lease on a queued job for a new attempt, or null when the job is not (or no longer) waiting.</summary>
    Task<JobLease?> StartAsync(Guid jobId, string node, CancellationToken cancellationToken);

    /// <summary>Holds the leases for another <see cref="JobLease.Duration"/>. Returns those that were lost.</summary>
    Task<IReadOnlyList<JobLease>> RenewAsync(IReadOnlyCollection<JobLease> leases, CancellationToken cancellationToken);

    /// <summary>Notes that the recording has been fetched, so that no other attempt does it again. False when the lease is lost.</summary>
    Task<bool> KeepAudioAsync(JobLease lease, StoredAudio audio, CancellationToken cancellationToken);

    /// <summary>Notes how much is recognised. False when the lease is lost.</summary>
    Task<bool> ReportAsync(JobLease lease, TranscriptionProgress progress, double? audioSeconds, CancellationToken cancellationToken);

    /// <summary>Ends the job with its one transcript. False when the lease is lost.</summary>
    Task<bool> CompleteAsync(JobLease lease, Transcript transcript, CancellationToken cancellationToken);

    /// <summary>Ends the job with a sentence for the caller, and what it failed of. False when the lease is lost.</summary>
    Task<bool> FailAsync(JobLease lease, JobFailure failure, string error, CancellationToken cancellationToken);

    /// <summary>Ends the attempt; the job is queued again after <paramref name="delay"/>. False when the lease is lost.</summary>
    Task<bool> RetryAsync(JobLease lease, string error, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Gives an interrupted job back to the queue without counting the attempt. False when the lease is lost.</summary>
    Task<bool> ReleaseAsync(JobLease lease, CancellationToken cancellationToken);
}
