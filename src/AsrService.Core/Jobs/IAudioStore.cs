namespace AsrService.Core.Jobs;

/// <summary>Where audio lies from its arrival until its job is deleted.</summary>
public interface IAudioStore
{
    /// <summary>Streams <paramref name="content"/> to durable storage; on return it survives a power cut.</summary>
    /// <param name="content">The audio, of any format; read to its end, never buffered whole.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <param name="cancellationToken">Cancelled: nothing is left behind.</param>
    /// <exception cref="AudioTooLargeException"><paramref name="content"/> is longer than <paramref name="maxBytes"/>; nothing is left behind.</exception>
    /// <exception cref="BrokenUploadException"><paramref name="content"/> could not be read; nothing is left behind.</exception>
    /// <exception cref="IOException">The disk failed or is full, or the store cannot be reached; nothing is left behind.</exception>
    Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>A file with that audio on this machine, for as long as the result is not disposed.</summary>
    /// <exception cref="FileNotFoundException">The audio is gone.</exception>
    /// <exception cref="IOException">It cannot be fetched now, which says nothing about later.</exception>
    Task<IAudioFile> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes the audio; no error when it is gone already.</summary>
    /// <exception cref="IOException">It cannot be removed now.</exception>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>All audio in no certain order, found while it is asked for; other files in the same place are left out.</summary>
    /// <exception cref="IOException">The store failed half way.</exception>
    IAsyncEnumerable<StoredBlob> ListAsync(CancellationToken cancellationToken);
}
