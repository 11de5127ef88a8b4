using AsrService.Core.Recognition;

namespace AsrService.Benchmarks.Engine;

/// <summary>A recording that nobody reads.</summary>
internal sealed class NothingAudio : IDecodedAudio
{
    public int Channels => 1;

    public double? AnnouncedSeconds => 1;

    public ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
