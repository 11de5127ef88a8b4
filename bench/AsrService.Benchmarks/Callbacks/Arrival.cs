namespace AsrService.Benchmarks.Callbacks;

/// <summary>A callback that a receiver was sent.</summary>
/// <param name="Id">Its <c>webhook-id</c>.</param>
/// <param name="Job">The job that it is about.</param>
/// <param name="At">When it was there.</param>
/// <param name="IsSigned">Whether its signature is right.</param>
internal sealed record Arrival(string Id, Guid Job, DateTimeOffset At, bool IsSigned);
