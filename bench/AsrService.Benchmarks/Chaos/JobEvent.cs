namespace AsrService.Benchmarks.Chaos;

/// <summary>A change of a job's state, as a trigger in the database saw it.</summary>
/// <param name="Job">The job.</param>
/// <param name="State">Its new state.</param>
/// <param name="IsStart">Whether a worker took it.</param>
/// <param name="Node">Who wrote, by the name of the connection.</param>
/// <param name="At">When.</param>
internal sealed record JobEvent(Guid Job, string State, bool IsStart, string Node, DateTimeOffset At);
