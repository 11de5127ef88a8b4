namespace AsrService.NativeJobs;

/// <summary>How many jobs something was done to.</summary>
internal sealed record NativeCount(int Count);
