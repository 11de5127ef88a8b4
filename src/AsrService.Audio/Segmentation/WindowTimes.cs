using AsrService.Whisper;

namespace AsrService.Audio.Segmentation;

/// <summary>Maps times of a window to times of the recording. It is kept when the window's samples are gone.</summary>
/// <param name="channel">The channel that the window was heard on, from 0.</param>
/// <param name="frames">For each frame of the window, its index in the recording; rising.</param>
/// <param name="probabilities">For each frame, how likely it is speech, 0 to 1.</param>
internal sealed class WindowTimes(int channel, long[] frames, float[] probabilities)
{
    private const int FrameSamples = SpeechWindow.FrameSamples;
    private const double FrameSeconds = FrameSamples / (double)WhisperProcessor.SampleRate;

    private const float Speech = 0.5f;

    // 0.3 s: what is left of the last word when the model ends a phrase too early is less.
    private const int ShortestWord = 10;

    // Times are rounded to milliseconds at most; a frame is 32.
    private const double Rounding = 1e-6;

    public int Channel => channel;

    private long[] Frames => frames;

    private float[] Probabilities => probabilities;

    /// <summary>Number of frames.</summary>
    public int Count => frames.Length;

    /// <summary>Where the last frame ends in the recording, in seconds.</summary>
    public double End => (frames[^1] + 1) * FrameSeconds;

    /// <summary>A frame's index in the recording.</summary>
    public long Index(int frame) => frames[frame];

    /// <summary>How likely a frame is speech.</summary>
    public float Probability(int frame) => probabilities[frame];

    /// <summary>The times from a frame on.</summary>
    public WindowTimes From(int frame) => new(channel, frames[frame..], probabilities[frame..]);

    /// <summary>The times of a window behind another one.</summary>
    public WindowTimes After(WindowTimes other) => new(channel, [.. other.Frames, .. frames], [.. other.Probabilities, .. probabilities]);

    /// <summary>The time in the window of the first frame that is not before another one of the recording.</summary>
    public double SecondsOf(long index) => frames.Count(frame => frame < index) * FrameSeconds;

    /// <summary>How many frames are speech between two times of the window.</summary>
    public int Spoken(double start, double end)
    {
        var (first, last) = (Clamp((int)Math.Round(start / FrameSeconds)), Clamp((int)Math.Round(end / FrameSeconds) - 1));
        return first > last ? 0 : SpeechFrames(first, last);
    }

    /// <summary>The times in the recording of something said between two times of the window.</summary>
    /// <param name="start">Seconds from the window's first sample.</param>
    /// <param name="end">Likewise, not before <paramref name="start"/>.</param>
    /// <remarks>
    /// Whisper lets a phrase begin where the last one ended. Where a pause was taken out there, that is before the pause,
    /// but the phrase is heard after it; so an edge moves over a pause that has no word between the edge and itself.
    /// </remarks>
    public (double Start, double End) InRecording(double start, double end)
    {
        var (first, last) = FramesOf(start, end);
        var (heardFirst, heardLast) = (first, last);
        while (StretchEnd(heardFirst) is var pause && pause < last && SpeechFrames(heardFirst, pause) < ShortestWord)
            heardFirst = pause + 1;
        while (StretchBegin(heardLast) is var pause && pause > heardFirst && SpeechFrames(pause, heardLast) < ShortestWord)
            heardLast = pause - 1;

        return (
            heardFirst > first ? frames[heardFirst] * FrameSeconds : At(first, start),
            heardLast < last ? (frames[heardLast] + 1) * FrameSeconds : At(last, end));
    }

    /// <summary>Likewise of a word, without the silence before and after it.</summary>
    public (double Start, double End) Heard(double start, double end)
    {
        var (first, last) = FramesOf(start, end);
        var (heardFirst, heardLast) = (first, last);
        while (heardFirst < last && probabilities[heardFirst] < Speech)
            heardFirst++;
        while (heardLast > heardFirst && probabilities[heardLast] < Speech)
            heardLast--;
        return InRecording(
            heardFirst > first ? heardFirst * FrameSeconds : start,
            heardLast < last ? (heardLast + 1) * FrameSeconds : end);
    }

    /// <summary>Where the stretch begins that is heard first between two times, in seconds from the recording's start.</summary>
    public double StretchStart(double start, double end)
    {
        var begin = InRecording(start, end).Start;
        var frame = Array.FindLastIndex(frames, index => index * FrameSeconds <= begin + Rounding);
        return frames[StretchBegin(Clamp(frame))] * FrameSeconds;
    }

    private double At(int frame, double seconds) => ((frames[frame] - frame) * FrameSeconds) + seconds;

    private (int First, int Last) FramesOf(double start, double end)
    {
        var first = Clamp((int)Math.Floor((start / FrameSeconds) + Rounding));
        return (first, Math.Max(first, Clamp((int)Math.Ceiling((end / FrameSeconds) - Rounding) - 1)));
    }

    private int SpeechFrames(int first, int last) => probabilities.AsSpan(first, last - first + 1).ToArray().Count(p => p >= Speech);

    private int StretchBegin(int frame)
    {
        while (frame > 0 && frames[frame - 1] == frames[frame] - 1)
            frame--;
        return frame;
    }

    private int StretchEnd(int frame)
    {
        while (frame < frames.Length - 1 && frames[frame + 1] == frames[frame] + 1)
            frame++;
        return frame;
    }

    private int Clamp(int frame) => Math.Clamp(frame, 0, frames.Length - 1);
}
