namespace AsrService.Benchmarks.Running;

/// <summary>What one run of a program cost.</summary>
/// <param name="Wall">From its start to its end.</param>
/// <param name="Cpu">User and system time, its own children included.</param>
/// <param name="PeakBytes">The most memory that was resident at once (VmHWM), its children not included.</param>
/// <param name="Words">Number of words that it recognised.</param>
internal sealed record Measurement(TimeSpan Wall, TimeSpan Cpu, long PeakBytes, int Words);
