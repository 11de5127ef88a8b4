using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.Hosting;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>Takes chunks and blocks out of requests, and into their session. A handler takes it as its parameter.</summary>
internal sealed class ChunkUpload(ISessionStore sessions, ChunkDownload downloads, IAudioStore store)
{
    // A form writes a chunk as base64 at three characters for each of base64's own at worst.
    private const int MaxRequestBytes = 20 << 20;

    /// <summary>Whether a request can bring a block; what is larger is a whole recording.</summary>
    public static bool IsSmall(HttpRequest request) => request.ContentLength <= MaxRequestBytes;

    /// <summary>The chunk that a request brings, in memory.</summary>
    /// <exception cref="FaultException">It has none, or more than one, or something is not allowed.</exception>
    /// <exception cref="Outgoing.DownloadException">It cannot be fetched from where it lies.</exception>
    public async Task<SessionChunk> ReadAsync(Submission submission)
    {
        var audio = new MemoryAudio();
        var form = await AudioUpload.SaveAsync(submission.Request, DeepFinchFields.Online, audio, ChunkDownload.MaxBytes, submission.CancellationToken);
        var chunk = await DeepFinchFields.ReadAsync(submission, DeepFinchFields.Online, form, Guid.NewGuid().ToString());
        return await FillAsync(chunk, form.Audio is null ? default(ReadOnlyMemory<byte>?) : audio.Bytes, submission.CancellationToken);
    }

    /// <summary>The block that a request brings, and its audio where it is a whole recording, which may be of any size.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<(SessionChunk Block, StoredAudio? Whole)> ReadBlockAsync(Submission submission)
    {
        var form = await AudioUpload.SaveAsync(submission.Request, DeepFinchFields.Offline, store, submission.Options.Uploads.MaxBytes, submission.CancellationToken);
        var isKept = false;
        try
        {
            var block = await DeepFinchFields.ReadAsync(submission, DeepFinchFields.Offline, form, ownId: "");
            if (!IsWhole(block))
                return (await FillAsync(block, await LoadAsync(form.Audio, submission.CancellationToken), submission.CancellationToken), null);

            Check(block, form.Audio?.Bytes);
            if (block.Job.AudioUrl is { } url)
                await submission.CheckAsync(url, "url");
            await submission.EnsureRoomAsync();
            isKept = true;
            return (block, form.Audio);
        }
        finally
        {
            if (!isKept && form.Audio is { } stored)
                await store.DeleteAsync(stored.Key, CancellationToken.None);
        }
    }

    /// <summary>Whether a block is all that there is of its recording.</summary>
    public static bool IsWhole(SessionChunk block) => block is { IsFirst: true, IsLast: true, IsLive: false };

    /// <summary>Adds a chunk to its session.</summary>
    public async Task<ChunkResult> AddAsync(Submission submission, SessionChunk chunk)
    {
        // A session is refused for want of room when it opens, and never later.
        if (chunk.IsFirst)
            await submission.EnsureRoomAsync();
        return await sessions.AddAsync(chunk, submission.CancellationToken);
    }

    private async Task<SessionChunk> FillAsync(SessionChunk chunk, ReadOnlyMemory<byte>? sent, CancellationToken cancellationToken)
    {
        Check(chunk, sent?.Length);
        var audio = chunk.Job.AudioUrl is { } url ? await downloads.FetchAsync(url, cancellationToken) : sent ?? default;
        if (audio.Length == 0 && !MayBeEmpty(chunk))
            throw Empty();
        return chunk with { Audio = audio, Job = chunk.Job with { AudioUrl = null } };
    }

    private static void Check(SessionChunk chunk, long? bytes)
    {
        var part = chunk.IsLive ? DeepFinchFields.Online : DeepFinchFields.Offline;
        if (bytes is not null && chunk.Job.AudioUrl is not null)
            throw new FaultException(new(FaultKind.BadRequest, "Send the audio as one of file, url and voice_base64, not as two of them."));
        if (bytes is null && chunk.Job.AudioUrl is null && !MayBeEmpty(chunk))
            throw new FaultException(new(FaultKind.BadRequest, part.Missing) { Field = part.Name, IsMissing = true });
        if (bytes == 0 && !MayBeEmpty(chunk))
            throw Empty();
    }

    // The end can be told when there is nothing left to send.
    private static bool MayBeEmpty(SessionChunk chunk) => chunk is { IsLast: true, IsFirst: false };

    private static FaultException Empty() => new(new Fault(FaultKind.BadRequest, "The audio is empty."));

    private async Task<ReadOnlyMemory<byte>?> LoadAsync(StoredAudio? stored, CancellationToken cancellationToken)
    {
        if (stored is null)
            return null;
        if (stored.Bytes > ChunkDownload.MaxBytes)
            throw new AudioTooLargeException(ChunkDownload.MaxBytes);
        await using var file = await store.OpenAsync(stored.Key, cancellationToken);
        return await File.ReadAllBytesAsync(file.Path, cancellationToken);
    }
}
