using AsrService.Core.Recognition;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Slides a window of 30 s over a recording that is being decoded; holds no more than that in memory.</summary>
internal sealed class WindowReader(IDecodedAudio audio)
{
    private readonly float[] buffer = new float[WhisperProcessor.MaxSamples];
    private int filled;

    /// <summary>Start of the window in samples from the recording's start.</summary>
    public long Position { get; private set; }

    /// <summary>Whether the window reaches the recording's end.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>The window's samples.</summary>
    public ReadOnlyMemory<float> Samples => buffer.AsMemory(0, filled);

    /// <summary>Length in seconds of the whole recording: the true one when its end is in sight, otherwise the announced one.</summary>
    public double? TotalSeconds => AtEnd ? (Position + filled) / (double)WhisperProcessor.SampleRate : audio.AnnouncedSeconds;

    /// <summary>Moves the window forward and fills it.</summary>
    /// <param name="advance">Samples to leave behind, at most the window's length.</param>
    /// <param name="cancellationToken">Stops waiting for the decoder.</param>
    public async Task MoveAsync(int advance, CancellationToken cancellationToken)
    {
        buffer.AsSpan(advance, filled - advance).CopyTo(buffer);
        filled -= advance;
        Position += advance;
        if (AtEnd)
            return;

        var wanted = buffer.Length - filled;
        var read = await audio.ReadAsync(buffer.AsMemory(filled), cancellationToken);
        filled += read;
        AtEnd = read < wanted;
    }
}
