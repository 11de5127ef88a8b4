namespace AsrService.Benchmarks.Running;

/// <summary>A program that has ended well.</summary>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">User and system time, its own children included.</param>
/// <param name="PeakBytes">The most memory that was resident at once.</param>
internal sealed record FinishedProcess(string Output, string Error, TimeSpan Wall, TimeSpan Cpu, long PeakBytes);
