namespace AsrService.Core.Recognition;

/// <summary>Audio without a header: 16-bit little-endian PCM, channels interleaved.</summary>
/// <param name="SampleRate">Samples per second of each channel.</param>
/// <param name="Channels">Number of channels.</param>
public sealed record RawAudio(int SampleRate, int Channels)
{
    /// <summary>What it is where nothing else is said: 16 kHz, one channel.</summary>
    public static RawAudio Usual { get; } = new(16_000, 1);
}
