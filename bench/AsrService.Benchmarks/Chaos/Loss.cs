namespace AsrService.Benchmarks.Chaos;

/// <summary>A worker that was taken from the cluster.</summary>
/// <param name="Node">The worker, by what its connections to PostgreSQL are called.</param>
/// <param name="At">When.</param>
internal sealed record Loss(string Node, DateTimeOffset At);
