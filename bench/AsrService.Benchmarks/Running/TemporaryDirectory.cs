namespace AsrService.Benchmarks.Running;

/// <summary>A directory that goes with the benchmark that needs it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("asr-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
