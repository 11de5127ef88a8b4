namespace AsrService.Core.Recognition;

/// <summary>Audio being decoded: a stream of samples, float32 mono 16 kHz in [-1,1].</summary>
public interface IDecodedAudio : IAsyncDisposable
{
    /// <summary>Length in seconds that the container announces; null when it does not say.</summary>
    double? AnnouncedSeconds { get; }

    /// <summary>Fills <paramref name="samples"/> as far as the recording reaches; fewer means that it has ended.</summary>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="AudioException">The recording ends before its announced length, or is longer than allowed.</exception>
    ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken);
}
