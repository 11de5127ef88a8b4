namespace AsrService.Core.Callbacks;

/// <summary>A client's URL whose last attempt failed, or that is called no more.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Client">The client's name; null for callers who did not have to say who they are.</param>
/// <param name="Url">Where it is.</param>
/// <param name="FailingSince">The first failure after the last success.</param>
/// <param name="DisabledAt">Since when it is called no more.</param>
/// <param name="Reason">What the last failure was.</param>
/// <param name="Waiting">Deliveries that wait for it.</param>
public sealed record FailingEndpoint(long Id, string? Client, string Url, DateTimeOffset? FailingSince, DateTimeOffset? DisabledAt, string Reason, int Waiting);
