namespace AsrService.Core.Recognition;

/// <summary>Audio being decoded: a stream of samples, float32 16 kHz in [-1,1], channels interleaved.</summary>
public interface IDecodedAudio : IAsyncDisposable
{
    /// <summary>Samples per second of each channel.</summary>
    const int SampleRate = 16_000;

    /// <summary>Number of channels, at least 1.</summary>
    int Channels { get; }

    /// <summary>Length in seconds that the container announces; null when it does not say.</summary>
    double? AnnouncedSeconds { get; }

    /// <summary>Fills <paramref name="samples"/> as far as the recording reaches; fewer means that it has ended.</summary>
    /// <param name="samples">Its length is a multiple of <see cref="Channels"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The number of samples written.</returns>
    /// <exception cref="AudioException">The recording ends before its announced length, or is longer than allowed.</exception>
    ValueTask<int> ReadAsync(Memory<float> samples, CancellationToken cancellationToken);
}
