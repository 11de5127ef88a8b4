namespace AsrService.NativeJobs;

/// <summary>What is told while a job runs. <c>Text</c> is the end of what was heard so far, and all of it at the end.</summary>
internal sealed record NativeEvent(string State, double Progress, int QueuePosition, double? EstimatedSeconds, string? Text, string? Error);
