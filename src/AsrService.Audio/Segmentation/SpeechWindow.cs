using AsrService.Whisper;

namespace AsrService.Audio.Segmentation;

/// <summary>Speech of at most 30 s, put together from one or more stretches of a recording.</summary>
/// <param name="samples">Float32 mono 16 kHz in [-1,1]; whole frames.</param>
/// <param name="times">Where its frames lie in the recording.</param>
internal sealed class SpeechWindow(float[] samples, WindowTimes times)
{
    /// <summary>Samples of a frame: 512, 32 ms.</summary>
    public const int FrameSamples = SileroVad.WindowSamples;

    public float[] Samples => samples;

    public WindowTimes Times => times;

    /// <summary>The window's rest from a sample on, in whole frames.</summary>
    public SpeechWindow From(int sample)
    {
        var frame = Math.Min(sample / FrameSamples, times.Count - 1);
        return new SpeechWindow(samples[(frame * FrameSamples)..], times.From(frame));
    }

    /// <summary>The window behind another one, as if they had followed on one another.</summary>
    public SpeechWindow After(SpeechWindow other) => new([.. other.Samples, .. samples], times.After(other.Times));

    /// <summary>Adds the window's frames to those that <paramref name="cutter"/> holds; returns the windows that this completes.</summary>
    public IEnumerable<SpeechWindow> RepackInto(WindowCutter cutter)
    {
        for (var i = 0; i < times.Count; i++)
        {
            if (cutter.Add(samples.AsSpan(i * FrameSamples, FrameSamples), times.Index(i), times.Probability(i)) is { } window)
                yield return window;
        }
    }
}
