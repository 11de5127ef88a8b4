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

    // Where chunks begin, from the one on that would be read first if another worker went on.
    private readonly Queue<SessionPosition> begun = new();
    private readonly SessionPosition from;
    private readonly WindowCutter context = new(channel: 0);
    private SpeechWindow? last;
    private string? language;
    private long heard;
    private long next;

    public SpeechListener(
        SentenceRecogniser recogniser, IAudioDecoder decoder, SessionOptions sessions, TranscriptionOptions options, SessionPosition position, string? language)
    {
        this.recogniser = recogniser;
        this.options = options;
        this.language = language;
        (from, heard, next) = (position, position.ChunkStart, Frame(position.ContextStart));
        chunks = new ChunkReader(decoder, position.SampleRate, position.OddByte);
        cutter = new SentenceCutter(Frame(position.From), Frames(sessions.EndSilence), Frames(sessions.MaxSentence));
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
        begun.Enqueue(SessionPosition.Beginning(chunks.SampleRate) with { AudioId = audioId, ChunkStart = heard, OddByte = chunks.OddByte });
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
        var seconds = heard / (double)IDecodedAudio.SampleRate;
        Hear(new float[(FrameSamples - partial.Count) % FrameSamples]);
        cutter.End();
        while (cutter.Ended is not null)
            await onSentence();
        return seconds;
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
        last = SentenceRecogniser.ContextOf(cutter.Ended!);
        cutter.Forget();
        Prune();
        return begun.Peek() with { ContextStart = Sample(last.Times.Index(0)), ContextEnd = Sample(last.Times.Index(last.Times.Count - 1) + 1), From = Sample(cutter.First) };
    }

    public void Dispose() => vad.Dispose();

    private static int Frames(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds * IDecodedAudio.SampleRate / FrameSamples);

    private static long Sample(long frame) => frame * FrameSamples;

    private static long Frame(long sample) => sample / FrameSamples;

    private void Hear(ReadOnlySpan<float> samples)
    {
        var known = (int)Math.Clamp(from.ContextStart - heard, 0, samples.Length);
        heard += samples.Length;
        partial.AddRange(samples[known..]);
        var whole = partial.Count / FrameSamples * FrameSamples;
        if (whole == 0)
            return;

        ReadOnlySpan<float> frames = [.. partial[..whole]];
        partial.RemoveRange(0, whole);
        var probabilities = vad.SpeechProbabilities(frames, reset: next == Frame(from.ContextStart));
        for (var i = 0; i < probabilities.Length; i++)
            Hear(frames.Slice(i * FrameSamples, FrameSamples), probabilities[i]);
    }

    private void Hear(ReadOnlySpan<float> frame, float probability)
    {
        var index = next++;
        if (index < Frame(from.ContextEnd))
            context.Add(frame, index, probability);
        if (index == Frame(from.ContextEnd) - 1)
            last = context.End();
        if (index >= Frame(from.From))
            cutter.Add(frame, probability);
    }

    private void Prune()
    {
        var first = last is not null ? Sample(last.Times.Index(0)) : from.ContextEnd > 0 ? from.ContextStart : Sample(cutter.First);
        while (begun.Count > 1 && begun.ElementAt(1).ChunkStart <= first)
            begun.Dequeue();
    }
}
