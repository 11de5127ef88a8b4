using AsrService.Core.Jobs;
using AsrService.Core.Recognition;

namespace AsrService.Data.Model;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed class JobRow
{
    public required Guid Id { get; init; }

    public required string Protocol { get; init; }

    public required string ExternalId { get; init; }

    public string? Client { get; init; }

    public required JobPriority Priority { get; init; }

    /// <summary>Place in the queue, and start time of the trigger; see <see cref="Queue.QueueKey"/>.</summary>
    public required DateTimeOffset QueueKey { get; init; }

    public required JobState State { get; set; }

    public double Progress { get; set; }

    /// <summary>The end of what the attempt has heard so far; null when the transcript is there.</summary>
    public string? PartialText { get; set; }

    public int Attempt { get; set; }

    /// <summary>Raised at every start; see <see cref="JobLease.FencingToken"/>.</summary>
    public long FencingToken { get; set; }

    /// <summary>The node that holds the lease, for the operator.</summary>
    public string? Owner { get; set; }

    /// <summary>When the worker is taken for dead unless it renews its lease.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>When a job that is retrying is queued again.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>How many workers died with it.</summary>
    public int Losses { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Null, as all that is known of the recording, until it is fetched from <see cref="AudioUrl"/>.</summary>
    public string? AudioKey { get; init; }

    public long? AudioBytes { get; init; }

    public byte[]? AudioSha256 { get; init; }

    public string? AudioUrl { get; init; }

    /// <summary>The user's file that is transcribed, or that was asked for and is not there.</summary>
    public string? FileId { get; init; }

    public string? CallbackUrl { get; init; }

    /// <summary>See <see cref="Job.TraceContext"/>.</summary>
    public string? TraceContext { get; init; }

    /// <summary>As text, because <c>jsonb</c> would not give back what was sent.</summary>
    public string? BusinessData { get; init; }

    public double? AudioSeconds { get; set; }

    public DateTimeOffset? AudioDeletedAt { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>Null when the request asked for nothing.</summary>
    public TranscriptionOptions? Options { get; init; }

    public string? Error { get; set; }

    public JobFailure? Failure { get; set; }

    public TranscriptRow? Transcript { get; set; }

    public List<AttemptRow> Attempts { get; } = [];
}
