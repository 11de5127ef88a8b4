namespace AsrService.Callbacks;

/// <summary>The job of a <see cref="JobEvent"/>. <c>TaskId</c> is what its protocol calls it, <c>Result</c> the path of its result here.</summary>
internal sealed record JobEventData(
    Guid Id,
    string Protocol,
    string TaskId,
    string State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? AudioSeconds,
    string? Language,
    string? Error,
    string Result,
    string? Text);
