namespace AsrService.Audio.Segmentation;

/// <summary>
/// Decides frame by frame what of a recording is kept: speech with some silence around it. A pause short enough to
/// belong to the speaker's rhythm is kept whole, because Whisper takes its punctuation from it.
/// </summary>
/// <remarks>Frames are decided on in order but late: those that are not are pending, 0.9 s of them at most.</remarks>
internal sealed class SpeechGate
{
    /// <summary>Frames that are kept before and after speech: 0.3 s, as Silero reports quiet first and last sounds late or not at all.</summary>
    public const int Padding = 9;

    /// <summary>Longest pause that is kept whole: 0.8 s. Longer ones shrink to the padding on both sides, 0.6 s.</summary>
    public const int LongestPause = 25;

    /// <summary>More than the frames that are ever pending.</summary>
    public const int MaxPending = LongestPause + SpeechDetector.Onset;

    private readonly SpeechDetector detector = new();
    private int pending;
    private bool begun;

    // Whether the pending frames follow on a kept one.
    private bool open;

    /// <summary>Takes one more frame.</summary>
    /// <param name="probability">Probability that the frame is speech, 0 to 1.</param>
    /// <returns>How many of the pending frames, oldest first, to keep, and how many after those to drop.</returns>
    public (int Keep, int Drop) Add(float probability)
    {
        pending++;
        if (detector.Add(probability))
        {
            open = true;
            return Decide(pending, 0);
        }

        // Also at the recording's start, so that speech at 0.5 s begins a window at 0.0 and not at 0.2.
        if ((open || !begun) && pending - detector.Run <= LongestPause)
            return (0, 0);

        var keep = open ? Padding : 0;
        open = false;
        return Decide(keep, Math.Max(0, pending - keep - Padding - (SpeechDetector.Onset - 1)));
    }

    /// <summary>How many of the pending frames to keep at the recording's end; the rest is dropped.</summary>
    public int End() => open ? Math.Min(pending, Padding) : 0;

    private (int Keep, int Drop) Decide(int keep, int drop)
    {
        begun = true;
        pending -= keep + drop;
        return (keep, drop);
    }
}
