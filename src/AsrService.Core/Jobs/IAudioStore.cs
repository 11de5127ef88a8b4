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
    /// <exception cref="IOException">The disk failed or is full; nothing is left behind.</exception>
    Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>The path of a file with that audio on this machine.</summary>
    string PathOf(string key);

    /// <summary>Removes the audio; no error when it is gone already.</summary>
    void Delete(string key);
}
