using AsrService.Core.Jobs;

namespace AsrService.Data.Model;

/// <summary>A row of <c>job_attempts</c>: see <see cref="JobAttempt"/>.</summary>
internal sealed class AttemptRow
{
    public required Guid JobId { get; init; }

    public required long Start { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required AttemptOutcome Outcome { get; init; }

    public string? Error { get; init; }
}
