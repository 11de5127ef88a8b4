namespace AsrService.NativeJobs;

/// <summary>A result in short.</summary>
internal sealed record NativeText(string Text, string Language, double Duration);
