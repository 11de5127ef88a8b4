namespace AsrService.Core.Jobs;

/// <summary>Where audio lies from its arrival until its job is deleted. What is saved is never buffered whole, and survives a power cut once it is.</summary>
public interface IAudioStore : IAudioSink
{
    /// <summary>Whether there is room for another upload.</summary>
    bool HasRoom { get; }

    /// <summary>A file with that audio on this machine, for as long as the result is not disposed.</summary>
    /// <exception cref="FileNotFoundException">The audio is gone.</exception>
    /// <exception cref="IOException">It cannot be fetched now, which says nothing about later.</exception>
    Task<IAudioFile> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>All audio in no certain order, found while it is asked for; other files in the same place are left out.</summary>
    /// <exception cref="IOException">The store failed half way.</exception>
    IAsyncEnumerable<StoredBlob> ListAsync(CancellationToken cancellationToken);
}
