namespace AsrService.Core.Callbacks;

/// <summary>A delivery that a node has taken for its next attempt.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="JobId">The job that ended.</param>
/// <param name="Client">Whose it is; null for callers who did not have to say who they are.</param>
/// <param name="Url">Where it goes.</param>
/// <param name="Attempt">This attempt, from 1; what is written about another one is refused.</param>
/// <param name="WasRepeatedAtOnce">See <see cref="AttemptResult.IsRepeatedAtOnce"/>.</param>
/// <param name="IsDisabled">Whether its endpoint is called no more.</param>
public sealed record DueDelivery(Guid Id, Guid JobId, string? Client, string Url, int Attempt, bool WasRepeatedAtOnce, bool IsDisabled);
