namespace AsrService.Core.Callbacks;

/// <summary>One HTTP request of a delivery.</summary>
/// <param name="At">When it began.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StatusCode">The HTTP status; null when there was no answer.</param>
/// <param name="Detail">The first KiB of the answer, or what went wrong.</param>
/// <param name="DurationMs">Milliseconds from the first byte to the last.</param>
public sealed record DeliveryAttempt(DateTimeOffset At, DeliveryOutcome Outcome, int? StatusCode, string Detail, int DurationMs);
