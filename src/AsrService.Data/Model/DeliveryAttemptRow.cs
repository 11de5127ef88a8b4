using AsrService.Core.Callbacks;

namespace AsrService.Data.Model;

/// <summary>A row of <c>delivery_attempts</c>: see <see cref="DeliveryAttempt"/>.</summary>
internal sealed class DeliveryAttemptRow
{
    public required long Id { get; init; }

    public required Guid DeliveryId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DeliveryOutcome Outcome { get; init; }

    public int? StatusCode { get; init; }

    public required string Detail { get; init; }

    public required int DurationMs { get; init; }
}
