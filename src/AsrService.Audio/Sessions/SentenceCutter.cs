using System.Runtime.InteropServices;
using AsrService.Audio.Segmentation;

namespace AsrService.Audio.Sessions;

/// <summary>Finds sentences in a stream: speech with a little silence around it, ended by a longer silence.</summary>
/// <param name="firstFrame">Index of the first frame that comes, from the session's start.</param>
/// <param name="endSilence">Frames of silence that end a sentence, more than <see cref="SpeechGate.Padding"/>.</param>
/// <param name="maxFrames">Most frames of a sentence.</param>
internal sealed class SentenceCutter(long firstFrame, int endSilence, int maxFrames)
{
    private const int FrameSamples = SpeechWindow.FrameSamples;

    private readonly List<float> samples = [];
    private readonly List<float> probabilities = [];
    private readonly Queue<SpeechWindow> ended = new();
    private readonly SpeechDetector detector = new();
    private bool isSpeaking;
    private long lastSpeech;

    /// <summary>The oldest sentence that has ended.</summary>
    public SpeechWindow? Ended => ended.TryPeek(out var window) ? window : null;

    /// <summary>Index of the first frame that is not of a forgotten sentence, nor of silence.</summary>
    public long First => Ended?.Times.Index(0) ?? FirstPending;

    /// <summary>The frames of the growing sentence, from its beginning to the last word and a little beyond; empty while nobody speaks.</summary>
    public (long From, long To) Growing => isSpeaking ? (FirstPending, Math.Min(Next, lastSpeech + SpeechGate.Padding + 1)) : (FirstPending, FirstPending);

    /// <summary>Whether the speaker pauses.</summary>
    public bool IsPausing => Next > lastSpeech + SpeechGate.Padding;

    private long FirstPending { get; set; } = firstFrame;

    private long Next => FirstPending + probabilities.Count;

    /// <summary>Takes the next frame.</summary>
    public void Add(ReadOnlySpan<float> frame, float probability)
    {
        samples.AddRange(frame);
        probabilities.Add(probability);
        if (detector.Add(probability))
        {
            isSpeaking = true;
            lastSpeech = Next - 1;
        }
        else if (isSpeaking && Next - 1 - lastSpeech - detector.Run >= endSilence)
        {
            End();
        }

        if (isSpeaking && probabilities.Count >= maxFrames)
            Take(QuietestFrame());
        if (!isSpeaking)
            Drop(probabilities.Count - SpeechGate.Padding - (SpeechDetector.Onset - 1));
    }

    /// <summary>Ends the growing sentence.</summary>
    public void End()
    {
        if (isSpeaking)
            Take((int)(Growing.To - FirstPending));
        isSpeaking = false;
    }

    /// <summary>The growing sentence as it is now.</summary>
    public SpeechWindow Grown() => Window((int)(Growing.To - FirstPending));

    /// <summary>Forgets the oldest sentence that has ended.</summary>
    public void Forget() => ended.Dequeue();

    private void Take(int count)
    {
        ended.Enqueue(Window(count));
        Drop(count);
        isSpeaking = lastSpeech >= FirstPending;
    }

    private void Drop(int count)
    {
        if (count <= 0)
            return;

        samples.RemoveRange(0, count * FrameSamples);
        probabilities.RemoveRange(0, count);
        FirstPending += count;
    }

    private SpeechWindow Window(int count) => new(
        [.. CollectionsMarshal.AsSpan(samples)[..(count * FrameSamples)]],
        new WindowTimes(channel: 0, [.. Enumerable.Range(0, count).Select(frame => FirstPending + frame)], [.. probabilities.Take(count)]));

    // The middle of the quietest 0.1 s of the last third.
    private int QuietestFrame()
    {
        var (best, lowest) = (probabilities.Count, double.MaxValue);
        for (var frame = (probabilities.Count * 2 / 3) + 1; frame < probabilities.Count - 1; frame++)
        {
            var energy = 0.0;
            foreach (var sample in CollectionsMarshal.AsSpan(samples).Slice((frame - 1) * FrameSamples, 3 * FrameSamples))
                energy += sample * sample;
            if (energy < lowest)
                (best, lowest) = (frame, energy);
        }

        return best;
    }
}
