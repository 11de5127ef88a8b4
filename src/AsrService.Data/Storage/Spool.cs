using System.Buffers;
using System.Security.Cryptography;
using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>Takes streams to files of their own, bounded and hashed on the way.</summary>
internal sealed class Spool(DataDirectory data, AdmissionOptions limits)
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Free space on the disk.</summary>
    public long FreeBytes => new DriveInfo(data.Spool).AvailableFreeSpace;

    /// <summary>Whether that is more than must be left.</summary>
    public bool HasRoom => FreeBytes >= limits.MinFreeBytes;

    /// <summary>Reads <paramref name="content"/> to its end; on return the bytes are on the disk, though not yet the file's name.</summary>
    /// <exception cref="AudioTooLargeException"><paramref name="content"/> is longer than <paramref name="maxBytes"/>; nothing is left behind.</exception>
    /// <exception cref="BrokenUploadException"><paramref name="content"/> could not be read; nothing is left behind.</exception>
    /// <exception cref="IOException">The disk failed or is full; nothing is left behind.</exception>
    public async Task<SpoolFile> WriteAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        var name = Guid.CreateVersion7().ToString("N");
        var path = Path.Combine(data.Spool, name + DataDirectory.UploadSuffix);
        try
        {
            var (bytes, sha256) = await WriteAsync(path, content, maxBytes, cancellationToken);
            return new SpoolFile(path, name, bytes, sha256);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
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
