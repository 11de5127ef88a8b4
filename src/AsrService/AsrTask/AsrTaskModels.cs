using AsrService.Wire;

namespace AsrService.AsrTask;

internal sealed record AsrTaskService(string Status, string Service, string Version);

internal sealed record AsrTaskCreated(string TaskId);

internal sealed record AsrTaskDone(string TaskId, string Status, WhisperDict Result);

/// <summary>A task that has no text: <c>processing</c>, <c>error</c> or <c>not_found</c>.</summary>
internal sealed record AsrTaskState(
    string TaskId, string Status, string Result, string? Message = null, double? Progress = null, int? QueuePosition = null, double? EstimatedSeconds = null);

internal sealed record AsrTaskError(string Error);
