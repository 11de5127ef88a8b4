using System.Buffers;
using System.Security.Cryptography;
using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>Audio as files in the data directory.</summary>
internal sealed class FileAudioStore(DataDirectory data) : IAudioStore
{
    private const int BufferBytes = 128 * 1024;

    public async Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var name = Guid.CreateVersion7().ToString("N");
        var temporary = Path.Combine(data.Spool, name + DataDirectory.UploadSuffix);

        // The tail of a version 7 UUID is random: 256 directories of even size.
        var key = $"{name[^2..]}/{name}";
        var isSaved = false;
        try
        {
            var (bytes, sha256) = await WriteAsync(temporary, content, maxBytes, cancellationToken);
            var directory = Path.Combine(data.Blobs, name[^2..]);
            Directory.CreateDirectory(directory);
            File.Move(temporary, PathOf(key));

            // The file's bytes were flushed before the rename; with its directory flushed too, it survives a power cut.
            DirectorySync.Flush(directory);
            DirectorySync.Flush(data.Blobs);
            isSaved = true;
            return new StoredAudio(key, bytes, sha256);
        }
        finally
        {
            if (!isSaved)
            {
                File.Delete(temporary);
                Delete(key);
            }
        }
    }

    public string PathOf(string key) => Path.Combine(data.Blobs, key);

    public void Delete(string key)
    {
        // Its directory may not be there yet, which File.Delete takes amiss.
        if (File.Exists(PathOf(key)))
            File.Delete(PathOf(key));
    }

    // Tells the sender's failures from the disk's, which are of the same types.
    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new BrokenUploadException(exception);
        }
    }

    private static async Task<(long Bytes, byte[] Sha256)> WriteAsync(
        string path, Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = 0L;
            int read;
            while ((read = await ReadAsync(content, buffer, cancellationToken)) > 0)
            {
                if (length + read > maxBytes)
                    throw new AudioTooLargeException(maxBytes);

                await RandomAccess.WriteAsync(file, buffer.AsMemory(0, read), length, cancellationToken);
                hash.AppendData(buffer, 0, read);
                length += read;
            }

            RandomAccess.FlushToDisk(file);
            return (length, hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
