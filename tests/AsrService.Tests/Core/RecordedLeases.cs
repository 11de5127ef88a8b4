using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Tests.Core;

/// <summary>Leases without a database: gives one, and notes what is written under it.</summary>
internal sealed class RecordedLeases(int attempt) : IJobLeases
{
    public List<string> Writes { get; } = [];

    /// <summary>How many writes fail before the database is back.</summary>
    public int Outages { get; set; }

    /// <summary>Whether another has taken the job over.</summary>
    public bool IsLost { get; set; }

    /// <summary>Whether progress can be written.</summary>
    public bool CanReport { get; init; } = true;

    /// <summary>What was told of the progress.</summary>
    public List<TranscriptionProgress> Reports { get; } = [];

    /// <summary>Where the recording is fetched; null when it is stored already.</summary>
    public Uri? AudioUrl { get; init; }

    /// <summary>Whether it is neither stored nor anywhere else.</summary>
    public bool HasNoAudio { get; init; }

    public bool? IsLive { get; init; }

    public TranscriptionOptions Options { get; init; } = new();

    public Task<JobLease?> StartAsync(Guid jobId, string node, CancellationToken cancellationToken) =>
        Task.FromResult<JobLease?>(new JobLease(jobId, attempt, attempt, HasNoAudio || AudioUrl is not null ? null : new StoredAudio("key", 1000, []), AudioUrl, Options)
        {
            Origin = new("native", null, JobPriority.Normal, null, TimeSpan.Zero),
            IsLive = IsLive,
        });

    public Task<bool> KeepAudioAsync(JobLease lease, StoredAudio audio, CancellationToken cancellationToken) =>
        IsLost ? Task.FromResult(false) : WriteAsync($"kept: {audio.Key}");

    public Task<IReadOnlyList<JobLease>> RenewAsync(IReadOnlyCollection<JobLease> leases, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JobLease>>([]);

    public Task<bool> ReportAsync(JobLease lease, TranscriptionProgress progress, double? audioSeconds, CancellationToken cancellationToken)
    {
        if (!CanReport)
            throw new InvalidOperationException("The connection is broken.");
        Reports.Add(progress);
        return Task.FromResult(!IsLost);
    }

    public Task<bool> CompleteAsync(JobLease lease, Transcript transcript, CancellationToken cancellationToken) => WriteAsync($"done: {transcript.Text}");

    public Task<bool> FailAsync(JobLease lease, JobFailure failure, string error, CancellationToken cancellationToken) => WriteAsync($"failed: {error}");

    public Task<bool> RetryAsync(JobLease lease, string error, TimeSpan delay, CancellationToken cancellationToken)
    {
        Assert.InRange(delay, TimeSpan.FromSeconds(attempt == 1 ? 12 : 96), TimeSpan.FromSeconds(attempt == 1 ? 18 : 144));
        return WriteAsync($"retried: {error}");
    }

    public Task<bool> ReleaseAsync(JobLease lease, CancellationToken cancellationToken) => WriteAsync("released");

    private Task<bool> WriteAsync(string what)
    {
        if (Outages-- > 0)
            throw new InvalidOperationException("The connection is broken.");
        Writes.Add(what);
        return Task.FromResult(true);
    }
}
