using AsrService.Whisper;

namespace AsrService.Audio.Segmentation;

/// <summary>Packs kept frames into windows of at most 30 s and cuts them where nobody speaks.</summary>
internal sealed class WindowCutter(int channel)
{
    private const int FrameSamples = SpeechWindow.FrameSamples;

    /// <summary>Most frames of a window: 937, 29.98 s.</summary>
    public const int MaxFrames = WhisperProcessor.MaxSamples / FrameSamples;

    // A window of less than a third would waste the encoder, which works on 30 s however little is said.
    private const int EarliestCut = MaxFrames / 3;

    // A pause of 0.3 s is as good as any longer one; one of less than 0.1 s may be a stop consonant.
    private const int GoodPause = 10;
    private const int ShortestPause = 3;

    // A cut a second earlier must find a pause longer by two frames, for it makes a shorter window.
    private const double PenaltyPerFrame = 2 / 31.25;

    private const float Quiet = 0.3f;

    private readonly float[] samples = new float[MaxFrames * FrameSamples];
    private readonly long[] frames = new long[MaxFrames];
    private readonly float[] probabilities = new float[MaxFrames];
    private int count;

    /// <summary>Adds a frame.</summary>
    /// <param name="frame">Its samples.</param>
    /// <param name="index">Its index in the recording, higher than the one before.</param>
    /// <param name="probability">How likely it is speech.</param>
    /// <returns>A window that is complete now, or null.</returns>
    public SpeechWindow? Add(ReadOnlySpan<float> frame, long index, float probability)
    {
        var window = count == MaxFrames ? Take(BestCut()) : null;
        frame.CopyTo(samples.AsSpan(count * FrameSamples));
        frames[count] = index;
        probabilities[count] = probability;
        count++;
        return window;
    }

    /// <summary>The last window; null when nothing is left.</summary>
    public SpeechWindow? End() => count == 0 ? null : Take(count);

    private SpeechWindow Take(int cut)
    {
        var window = new SpeechWindow(samples[..(cut * FrameSamples)], new WindowTimes(channel, frames[..cut], probabilities[..cut]));
        Array.Copy(samples, cut * FrameSamples, samples, 0, (count - cut) * FrameSamples);
        Array.Copy(frames, cut, frames, 0, count - cut);
        Array.Copy(probabilities, cut, probabilities, 0, count - cut);
        count -= cut;
        return window;
    }

    private int BestCut()
    {
        var (best, bestScore) = (QuietestFrame(), double.NegativeInfinity);
        for (var start = EarliestCut; start < count;)
        {
            if (!IsPause(start))
            {
                start++;
                continue;
            }

            var end = start;
            while (end < count && IsPause(end))
                end++;
            var (cut, length) = CutOf(start, end);
            var score = Math.Min(length, GoodPause) - ((count - cut) * PenaltyPerFrame);
            if (length >= ShortestPause && score > bestScore)
                (best, bestScore) = (cut, score);
            start = end;
        }

        return best;
    }

    // Where a pause was taken out lies the best place; otherwise the middle of the pause.
    private (int Cut, int Length) CutOf(int start, int end)
    {
        for (var frame = start; frame < end; frame++)
        {
            if (FollowsGap(frame))
                return (frame, GoodPause);
        }

        return ((start + end + 1) / 2, end - start);
    }

    private bool IsPause(int frame) => probabilities[frame] < Quiet || FollowsGap(frame);

    private bool FollowsGap(int frame) => frame > 0 && frames[frame] != frames[frame - 1] + 1;

    // For speech without a pause: the middle of the quietest 0.1 s of the last 10 s.
    private int QuietestFrame()
    {
        var (best, lowest) = (count, double.MaxValue);
        for (var frame = (count * 2 / 3) + 1; frame < count - 1; frame++)
        {
            var energy = 0.0;
            foreach (var sample in samples.AsSpan((frame - 1) * FrameSamples, 3 * FrameSamples))
                energy += sample * sample;
            if (energy < lowest)
                (best, lowest) = (frame, energy);
        }

        return best;
    }
}
