using AsrService.Whisper;

namespace AsrService.Audio.Segmentation;

/// <summary>Speech of at most 30 s, put together from one or more stretches of a recording.</summary>
/// <param name="channel">The channel that it was heard on, from 0.</param>
/// <param name="samples">Float32 mono 16 kHz in [-1,1]; whole frames.</param>
/// <param name="frames">For each frame of the window, its index in the recording; rising.</param>
internal sealed class SpeechWindow(int channel, float[] samples, long[] frames)
{
    /// <summary>Samples of a frame: 512, 32 ms.</summary>
    public const int FrameSamples = SileroVad.WindowSamples;

    private const double FrameSeconds = FrameSamples / (double)WhisperProcessor.SampleRate;

    public int Channel => channel;

    public float[] Samples => samples;

    /// <summary>Where the window's last frame ends in the recording, in samples.</summary>
    public long End => (frames[^1] + 1) * FrameSamples;

    /// <summary>The time in the recording of something that begins <paramref name="seconds"/> into the window.</summary>
    public double StartInRecording(double seconds) => InRecording(seconds, (int)Math.Floor((seconds / FrameSeconds) + 1e-9));

    /// <summary>Likewise of something that ends there: where a pause was taken out, before the pause and not after it.</summary>
    public double EndInRecording(double seconds) => InRecording(seconds, (int)Math.Ceiling((seconds / FrameSeconds) - 1e-9) - 1);

    /// <summary>Where the stretch begins that <paramref name="seconds"/> lies in, in seconds from the recording's start.</summary>
    public double StretchStart(double seconds)
    {
        var frame = Math.Clamp((int)Math.Floor((seconds / FrameSeconds) + 1e-9), 0, frames.Length - 1);
        while (frame > 0 && frames[frame - 1] == frames[frame] - 1)
            frame--;
        return frames[frame] * FrameSeconds;
    }

    private double InRecording(double seconds, int frame)
    {
        frame = Math.Clamp(frame, 0, frames.Length - 1);
        return ((frames[frame] - frame) * FrameSeconds) + seconds;
    }
}
