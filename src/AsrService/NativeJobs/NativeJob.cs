namespace AsrService.NativeJobs;

/// <summary>A job in the native API's words; states and classes are those of Core, in lower case. Pages of a list leave out what takes more than the row.</summary>
internal sealed record NativeJob(
    Guid Id,
    string Protocol,
    string TaskId,
    string? Client,
    string Priority,
    string State,
    double Progress,
    int? QueuePosition,
    double? EstimatedSeconds,
    IReadOnlyList<NativeAttempt>? Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? AudioSeconds,
    string? Language,
    string? Text,
    string? Error,
    NativeLinks Links);
