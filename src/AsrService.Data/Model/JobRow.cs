using AsrService.Core.Jobs;
using AsrService.Core.Recognition;

namespace AsrService.Data.Model;

/// <summary>A row of <c>jobs</c>.</summary>
internal sealed class JobRow
{
    public required Guid Id { get; init; }

    public required string Protocol { get; init; }

    public required string ExternalId { get; init; }

    public required JobState State { get; set; }

    public double Progress { get; set; }

    public int Attempt { get; set; }

    /// <summary>Raised at every start; see <see cref="JobLease.FencingToken"/>.</summary>
    public long FencingToken { get; set; }

    /// <summary>The node that holds the lease, for the operator.</summary>
    public string? Owner { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public required string AudioKey { get; init; }

    public required long AudioBytes { get; init; }

    public required byte[] AudioSha256 { get; init; }

    public string? IdempotencyKey { get; set; }

    /// <summary>Null when the request asked for nothing.</summary>
    public TranscriptionOptions? Options { get; init; }

    public string? Error { get; set; }

    public TranscriptRow? Transcript { get; set; }
}
