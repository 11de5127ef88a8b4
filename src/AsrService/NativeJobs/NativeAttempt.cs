namespace AsrService.NativeJobs;

/// <summary>An attempt in the native API's words.</summary>
internal sealed record NativeAttempt(string Node, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Outcome, string? Error);
