using AsrService.Audio.Segmentation;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Decodes the windows of one recording side by side.</summary>
/// <param name="pool">Where they are computed.</param>
/// <param name="decoder">How.</param>
/// <param name="transcript">Receives what was said.</param>
/// <param name="onProgress">Told how many seconds of the recording are done, never fewer than before.</param>
internal sealed class RecordingRecognition(ComputePool pool, FallbackDecoder decoder, TranscriptBuilder transcript, Func<double, Task> onProgress)
{
    // What is left behind the last phrase is an echo or breath; decoded alone, less than a second of it invents words.
    private const int MaxEcho = WhisperProcessor.SampleRate;

    // A model that gets nowhere must not run the encoder for ever; speech takes two or three passes.
    private const int MostRests = 16;

    private readonly Queue<(SpeechWindow Window, Task<DecodedPass> Pass, int RestOf)> running = new();

    // When the model closes a phrase and has more to say, a whole run of the encoder for the few seconds that are left would
    // be a waste: the rests of several windows make one window.
    private readonly Dictionary<int, WindowCutter> rests = [];
    private double furthest;

    /// <summary>Starts to decode a window as soon as there is a thread for it, and collects what is finished.</summary>
    public async Task AddAsync(SpeechWindow window, CancellationToken cancellationToken)
    {
        await StartAsync(window, restOf: 0, cancellationToken);
        while (running.TryPeek(out var oldest) && oldest.Pass.IsCompleted)
            await CollectAsync(cancellationToken);
    }

    /// <summary>Waits for all that was started, and decodes the rests.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await CollectAllAsync(cancellationToken);
        foreach (var window in rests.Values.Select(rest => rest.End()).OfType<SpeechWindow>())
            await StartAsync(window, restOf: 1, cancellationToken);
        await CollectAllAsync(cancellationToken);
    }

    private async Task StartAsync(SpeechWindow window, int restOf, CancellationToken cancellationToken) =>
        running.Enqueue((window, await pool.StartAsync(() => decoder.Decode(window, cancellationToken), cancellationToken), restOf));

    private async Task CollectAllAsync(CancellationToken cancellationToken)
    {
        while (running.Count > 0)
            await CollectAsync(cancellationToken);
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        var (window, decoding, restOf) = running.Dequeue();
        var pass = await decoding.WaitAsync(cancellationToken);
        transcript.Add(window.Times, pass);

        // At least a frame: a phrase that ends sooner would leave the whole window as its rest, again and again.
        var decoded = Math.Max(SpeechWindow.FrameSamples, (int)(pass.Result.DecodedUntil * WhisperProcessor.SampleRate));
        if (window.Samples.Length - decoded > MaxEcho && restOf < MostRests)
            await AddRestAsync(window.From(decoded), restOf, cancellationToken);

        furthest = Math.Max(furthest, window.Times.End);
        await onProgress(furthest);
    }

    private async Task AddRestAsync(SpeechWindow rest, int restOf, CancellationToken cancellationToken)
    {
        // Rests come in order; the rest of one that was put off does not, and is decoded alone.
        if (restOf > 0)
        {
            await StartAsync(rest, restOf + 1, cancellationToken);
            return;
        }

        if (!rests.TryGetValue(rest.Times.Channel, out var cutter))
            rests.Add(rest.Times.Channel, cutter = new WindowCutter(rest.Times.Channel));
        foreach (var window in rest.RepackInto(cutter))
            await StartAsync(window, restOf: 1, cancellationToken);
    }
}
