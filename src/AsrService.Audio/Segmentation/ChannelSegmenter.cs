namespace AsrService.Audio.Segmentation;

/// <summary>Turns one channel of a recording, block by block, into windows of speech.</summary>
/// <param name="channel">The channel's index.</param>
/// <param name="keepsAll">Whether silence is kept too; windows are cut at pauses in either case.</param>
internal sealed class ChannelSegmenter(int channel, bool keepsAll)
{
    private const int FrameSamples = SpeechWindow.FrameSamples;

    private readonly SpeechGate gate = new();
    private readonly WindowCutter cutter = new(channel);

    // The pending frames, in a ring.
    private readonly float[] samples = new float[SpeechGate.MaxPending * FrameSamples];
    private readonly float[] probabilities = new float[SpeechGate.MaxPending];
    private long first;
    private long next;

    /// <summary>Takes the next block and appends the windows that it completes to <paramref name="windows"/>.</summary>
    /// <param name="block">Whole frames, except in the recording's last block.</param>
    /// <param name="speech">For each frame of it, how likely it is speech.</param>
    /// <param name="windows">Receives the windows, in order.</param>
    public void Add(ReadOnlySpan<float> block, ReadOnlySpan<float> speech, List<SpeechWindow> windows)
    {
        for (var i = 0; i < speech.Length; i++)
        {
            Enqueue(block[(i * FrameSamples)..Math.Min(block.Length, (i + 1) * FrameSamples)], speech[i]);
            var (keep, drop) = keepsAll ? (1, 0) : gate.Add(speech[i]);
            Keep(keep, windows);
            first += drop;
        }
    }

    /// <summary>Appends the last window.</summary>
    public void End(List<SpeechWindow> windows)
    {
        Keep(keepsAll ? 0 : gate.End(), windows);
        if (cutter.End() is { } window)
            windows.Add(window);
    }

    private void Enqueue(ReadOnlySpan<float> frame, float probability)
    {
        var slot = (int)(next++ % SpeechGate.MaxPending);
        var place = samples.AsSpan(slot * FrameSamples, FrameSamples);
        frame.CopyTo(place);
        place[frame.Length..].Clear();
        probabilities[slot] = probability;
    }

    private void Keep(int count, List<SpeechWindow> windows)
    {
        for (var end = first + count; first < end; first++)
        {
            var slot = (int)(first % SpeechGate.MaxPending);
            if (cutter.Add(samples.AsSpan(slot * FrameSamples, FrameSamples), first, probabilities[slot]) is { } window)
                windows.Add(window);
        }
    }
}
