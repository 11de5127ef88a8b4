namespace AsrService.Benchmarks.Running;

/// <summary>One thing that was measured.</summary>
/// <param name="Command">What to type to measure it again.</param>
/// <param name="What">What it is, with its unit.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Target">What was aimed at.</param>
internal sealed record Figure(string Command, string What, string Seen, string Target);
