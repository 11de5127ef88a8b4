using System.Runtime.CompilerServices;
using AsrService.Core.Recognition;
using AsrService.Whisper;

namespace AsrService.Audio.Segmentation;

/// <summary>Reads a recording block by block and yields its windows of speech; holds some 30 s of each channel, however long it is.</summary>
internal sealed class RecordingReader : IDisposable
{
    // About 10 s: so short that a worker thread is soon free for something else.
    private const int BlockSamples = 312 * SpeechWindow.FrameSamples;

    private readonly IDecodedAudio audio;
    private readonly List<SileroVad> detectors = [];
    private readonly List<ChannelSegmenter> segmenters = [];
    private long samplesRead;

    /// <summary>Prepares to read.</summary>
    /// <param name="audio">The recording.</param>
    /// <param name="vadModel">Path of the Silero model.</param>
    /// <param name="keepsAll">Whether silence is kept too.</param>
    public RecordingReader(IDecodedAudio audio, string vadModel, bool keepsAll)
    {
        this.audio = audio;
        for (var channel = 0; channel < audio.Channels; channel++)
        {
            detectors.Add(SileroVad.FromPath(vadModel));
            segmenters.Add(new ChannelSegmenter(channel, keepsAll));
        }
    }

    /// <summary>How far it has read, in seconds; at the end the recording's length.</summary>
    public double SecondsRead => samplesRead / (double)WhisperProcessor.SampleRate;

    /// <summary>The windows of all channels, those of each channel in order.</summary>
    /// <param name="pool">Where the detector computes.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="AudioException">The recording is damaged or too long.</exception>
    public async IAsyncEnumerable<SpeechWindow> ReadAsync(ComputePool pool, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new float[BlockSamples * audio.Channels];
        int read;
        do
        {
            read = await audio.ReadAsync(block, cancellationToken);
            var isFirst = samplesRead == 0;
            samplesRead += read / audio.Channels;
            foreach (var window in await pool.RunAsync(() => Segment(block.AsSpan(0, read), isFirst, isLast: read < block.Length)).WaitAsync(cancellationToken))
                yield return window;
        }
        while (read == block.Length);
    }

    public void Dispose() => detectors.ForEach(detector => detector.Dispose());

    private List<SpeechWindow> Segment(ReadOnlySpan<float> block, bool isFirst, bool isLast)
    {
        var windows = new List<SpeechWindow>();
        var samples = segmenters.Count > 1 ? new float[block.Length / segmenters.Count] : [];
        for (var channel = 0; channel < segmenters.Count; channel++)
        {
            for (var i = 0; i < samples.Length; i++)
                samples[i] = block[(i * segmenters.Count) + channel];
            var heard = segmenters.Count > 1 ? samples : block;
            segmenters[channel].Add(heard, detectors[channel].SpeechProbabilities(heard, reset: isFirst), windows);
            if (isLast)
                segmenters[channel].End(windows);
        }

        return windows;
    }
}
