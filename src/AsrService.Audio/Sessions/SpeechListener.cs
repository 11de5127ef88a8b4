using AsrService.Audio.Segmentation;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Core.Transcripts;
using AsrService.Whisper;

namespace AsrService.Audio.Sessions;

/// <inheritdoc cref="ISpeechListener"/>
internal sealed class SpeechListener : ISpeechListener
{
    private const int FrameSamples = SpeechWindow.FrameSamples;

    private readonly SentenceRecogniser recogniser;
    private readonly SentenceCutter cutter;
    private readonly TranscriptionOptions options;
    private readonly SileroVad vad;
    private readonly ChunkReader chunks;
    private readonly List<float> partial = [];

    // Where chunks begin, from the one that holds the oldest sentence's beginning on.
    private readonly Queue<SessionPosition> begun = new();
    private readonly long from;
    private string? language;
    private SpeechWindow? last;
    private long heard;
    private bool isFirst = true;

    public SpeechListener(
        SentenceRecogniser recogniser, IAudioDecoder decoder, SessionOptions sessions, TranscriptionOptions options, SessionPosition position, string? language)
    {
        this.recogniser = recogniser;
        this.options = options;
        this.language = language;
        (from, heard) = (position.From, position.ChunkStart);
        chunks = new ChunkReader(decoder, position.SampleRate, position.OddByte);
        cutter = new SentenceCutter(from / FrameSamples, Frames(sessions.EndSilence), Frames(sessions.MaxSentence));
        vad = SileroVad.FromPath(recogniser.VadPath);
        begun.Enqueue(position);
    }

    public Utterance? Oldest => (cutter.Ended, cutter.Growing) switch
    {
        ({ } sentence, _) => new(Sample(sentence.Times.Index(0)), Sample(sentence.Times.Index(0) + sentence.Times.Count), HasEnded: true, IsPausing: true),
        (_, var (first, next)) when first < next => new(Sample(first), Sample(next), HasEnded: false, cutter.IsPausing),
        _ => null,
    };

    public async Task HearAsync(int audioId, ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        Prune();
        begun.Enqueue(new SessionPosition(audioId, heard, from, chunks.SampleRate, chunks.OddByte));
        Hear(await chunks.ReadAsync(chunk, cancellationToken));
    }

    public async Task<double> HearAllAsync(IDecodedAudio audio, Func<Task> onSentence, CancellationToken cancellationToken)
    {
        heard = 0;
        var block = new float[10 * IDecodedAudio.SampleRate];
        int read;
        do
        {
            read = await audio.ReadAsync(block, cancellationToken);
            await Task.Run(() => Hear(block.AsSpan(0, read)), cancellationToken);
            while (cutter.Ended is not null)
                await onSentence();
        }
        while (read == block.Length);

        // What is less than a frame is completed with silence.
        Hear(new float[(FrameSamples - partial.Count) % FrameSamples]);
        cutter.End();
        while (cutter.Ended is not null)
            await onSentence();
        return heard / (double)IDecodedAudio.SampleRate;
    }

    public async Task<Transcript> RecogniseAsync(Utterance utterance, bool isFinal, CancellationToken cancellationToken)
    {
        var window = cutter.Ended ?? cutter.Grown();
        var transcript = await recogniser.RecogniseAsync(window, last, options, language, isFinal, cancellationToken);
        if (isFinal && transcript.Text.Length > 0)
            language ??= transcript.Language;
        return transcript;
    }

    public SessionPosition Forget()
    {
        last = cutter.Ended;
        cutter.Forget();
        Prune();
        return begun.Peek() with { From = Sample(cutter.First) };
    }

    public void Dispose() => vad.Dispose();

    private static int Frames(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds * IDecodedAudio.SampleRate / FrameSamples);

    private static long Sample(long frame) => frame * FrameSamples;

    private void Hear(ReadOnlySpan<float> samples)
    {
        var known = (int)Math.Clamp(from - heard, 0, samples.Length);
        heard += samples.Length;
        partial.AddRange(samples[known..]);
        var whole = partial.Count / FrameSamples * FrameSamples;
        if (whole == 0)
            return;

        ReadOnlySpan<float> frames = [.. partial[..whole]];
        partial.RemoveRange(0, whole);
        var probabilities = vad.SpeechProbabilities(frames, reset: isFirst);
        isFirst = false;
        for (var i = 0; i < probabilities.Length; i++)
            cutter.Add(frames.Slice(i * FrameSamples, FrameSamples), probabilities[i]);
    }

    private void Prune()
    {
        while (begun.Count > 1 && begun.ElementAt(1).ChunkStart <= Sample(cutter.First))
            begun.Dequeue();
    }
}
