namespace AsrService.Benchmarks;

/// <summary>A benchmark cannot go on. The message is a sentence for whoever runs it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
