namespace AsrService.Benchmarks.Chaos;

/// <summary>A time without PostgreSQL.</summary>
internal sealed record Outage(DateTimeOffset From, DateTimeOffset To);
