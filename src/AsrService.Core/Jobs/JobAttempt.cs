namespace AsrService.Core.Jobs;

/// <summary>One start of a job.</summary>
/// <param name="Start">1 for the first start; it is also the fencing token that the attempt wrote with.</param>
/// <param name="Node">Where it ran.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why, where it did not end with a transcript.</param>
public sealed record JobAttempt(
    long Start, string Node, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, AttemptOutcome Outcome, string? Error);
