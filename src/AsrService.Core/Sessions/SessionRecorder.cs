using System.Buffers.Binary;
using System.IO.Pipelines;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <inheritdoc cref="ISessionRecorder"/>
public sealed class SessionRecorder(ISessionChunks chunks, ISessionLeases leases, ISpeechListeners listeners, IAudioStore store) : ISessionRecorder
{
    /// <inheritdoc />
    public async Task<StoredAudio> StoreAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(sessionId, pipe.Writer, cancellationToken);
        await using var recording = pipe.Reader.AsStream();
        var stored = await store.SaveAsync(recording, long.MaxValue, cancellationToken);
        await writing;
        return stored;
    }

    /// <inheritdoc />
    public async Task<Transcript> TranscribeAsync(Guid sessionId, IDecodedAudio audio, TranscriptionOptions options, CancellationToken cancellationToken)
    {
        // From here on the sentences are ours alone: who still follows the session can write no more.
        var (lease, ended) = await leases.EndAsync(sessionId, cancellationToken);
        using var listener = listeners.Listen(options, lease.Position, lease.Language);
        var sentences = ended.ToList();
        var seconds = await listener.HearAllAsync(audio, RecogniseAsync, cancellationToken);
        return Join(sentences, seconds, options.WordTimestamps == true);

        async Task RecogniseAsync()
        {
            sentences.Add(await listener.RecogniseAsync(listener.Oldest!, isFinal: true, cancellationToken));
            listener.Forget();
        }
    }

    private static Transcript Join(List<Transcript> sentences, double seconds, bool withWords)
    {
        var segments = sentences.SelectMany(sentence => sentence.Segments)
            .Select((segment, i) => segment with { Id = i, Words = withWords ? segment.Words : null }).ToList();
        var first = sentences.Find(sentence => sentence.Text.Length > 0) ?? sentences.FirstOrDefault();
        return new Transcript(
            string.Concat(segments.Select(segment => segment.Text)).Trim(), first?.Language ?? "en", seconds, segments, first?.LanguageProbability);
    }

    private async Task WriteAsync(Guid sessionId, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            var all = await chunks.SummariseAsync(sessionId, cancellationToken);
            var reader = all is { IsLive: true } or { BeginsWithFile: false } ? listeners.Read(all.SampleRate) : null;

            // How long files are is known only when they are decoded; nor do recorders that write to a pipe say it.
            var bytes = all.Bytes / sizeof(short) * (IDecodedAudio.SampleRate / all.SampleRate) * sizeof(short);
            if (reader is not null)
                await writer.WriteAsync(WaveHeader.Of(all.HasFiles ? null : bytes), cancellationToken);
            await foreach (var chunk in chunks.ReadAsync(sessionId, cancellationToken))
                await writer.WriteAsync(reader is null ? chunk : Pcm(await reader.ReadAsync(chunk, cancellationToken)), cancellationToken);
            await writer.CompleteAsync();
        }
        catch (Exception exception)
        {
            // Who reads is told.
            await writer.CompleteAsync(exception);
        }
    }

    private static byte[] Pcm(float[] samples)
    {
        var pcm = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), (short)Math.Clamp(Math.Round(samples[i] * 32768f), short.MinValue, short.MaxValue));
        return pcm;
    }
}
