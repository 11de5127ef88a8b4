namespace AsrService.Data.Queue;

/// <summary>Jobs of a class that have not ended and stand in the same state.</summary>
/// <param name="Priority">The class, as the database has it.</param>
/// <param name="State">The state, as the database has it.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the oldest was accepted.</param>
public sealed record OpenJobs(string Priority, string State, int Count, DateTimeOffset Oldest);
