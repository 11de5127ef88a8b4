namespace AsrService.Core.Callbacks;

/// <summary>A delivery that was given up.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="JobId">The job that ended.</param>
/// <param name="Client">The client's name; null for callers who did not have to say who they are.</param>
/// <param name="Url">Where it was to go.</param>
/// <param name="Attempt">Attempts that were made.</param>
/// <param name="FinishedAt">When it was given up.</param>
/// <param name="Last">The last attempt; null when none has a result.</param>
public sealed record FailedDelivery(Guid Id, Guid JobId, string? Client, string Url, int Attempt, DateTimeOffset FinishedAt, DeliveryAttempt? Last);
