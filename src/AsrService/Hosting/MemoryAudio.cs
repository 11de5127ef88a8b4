using AsrService.Core.Jobs;

namespace AsrService.Hosting;

/// <summary>Keeps one upload in memory: for pieces of audio that are small, and wanted at once.</summary>
internal sealed class MemoryAudio : IAudioSink
{
    private const int BufferBytes = 64 << 10;

    /// <summary>What was saved last.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public async Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var copy = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (await ReadAsync(content, buffer, cancellationToken) is > 0 and var read)
        {
            if (copy.Length + read > maxBytes)
                throw new AudioTooLargeException(maxBytes);
            copy.Write(buffer, 0, read);
        }

        Bytes = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        return new StoredAudio("", copy.Length, []);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Bytes = default;
        return Task.CompletedTask;
    }

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new BrokenUploadException(exception);
        }
    }
}
