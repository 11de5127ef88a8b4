using AsrService.Core.Jobs;

namespace AsrService.Data.Storage;

/// <summary>Audio as files in the data directory.</summary>
internal sealed class FileAudioStore(DataDirectory data, Spool spool) : IAudioStore
{
    public bool HasRoom => spool.HasRoom;

    public async Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken)
    {
        await using var upload = await spool.WriteAsync(content, maxBytes, cancellationToken);
        var key = AudioKey.Of(upload.Name);
        var path = PathOf(key);
        var directory = Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(directory);
            File.Move(upload.Path, path);

            // The file's bytes were flushed before the rename; with its directory flushed too, it survives a power cut.
            DirectorySync.Flush(directory);
            DirectorySync.Flush(data.Blobs);
            return new StoredAudio(key, upload.Bytes, upload.Sha256);
        }
        catch
        {
            Delete(path);
            throw;
        }
    }

    public Task<IAudioFile> OpenAsync(string key, CancellationToken cancellationToken) => File.Exists(PathOf(key))
        ? Task.FromResult<IAudioFile>(new StoredFile(PathOf(key)))
        : Task.FromException<IAudioFile>(new FileNotFoundException($"The audio {key} is not in {data.Blobs}."));

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Delete(PathOf(key));
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<StoredBlob> ListAsync(CancellationToken cancellationToken) =>
        new DirectoryInfo(data.Blobs).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => new StoredBlob(Path.GetRelativePath(data.Blobs, file.FullName), new(file.LastWriteTimeUtc)))
            .Where(blob => AudioKey.IsKey(blob.Key))
            .ToAsyncEnumerable();

    private static void Delete(string path)
    {
        // Its directory may not be there yet, which File.Delete takes amiss.
        if (File.Exists(path))
            File.Delete(path);
    }

    private string PathOf(string key) => Path.Combine(data.Blobs, key);

    private sealed record StoredFile(string Path) : IAudioFile
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
