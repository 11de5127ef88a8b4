namespace AsrService.Benchmarks.Recognition;

/// <summary>Recordings that both programs transcribe, each in one process.</summary>
/// <param name="Name">What it is, for the report.</param>
/// <param name="Files">The recordings, in formats that whisper-cli reads.</param>
/// <param name="Seconds">Their length together.</param>
/// <param name="WallTarget">The most that the pipeline may take of whisper-cli's wall time, for example 0.7; null where none is set.</param>
internal sealed record BenchmarkCase(string Name, IReadOnlyList<string> Files, double Seconds, double? WallTarget);
