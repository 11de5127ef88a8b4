namespace AsrService.Core.Jobs;

/// <summary>Where an upload goes.</summary>
public interface IAudioSink
{
    /// <summary>Reads <paramref name="content"/> to its end and keeps it as well as this place can.</summary>
    /// <param name="content">The audio, of any format.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <param name="cancellationToken">Cancelled: nothing is left behind.</param>
    /// <exception cref="AudioTooLargeException"><paramref name="content"/> is longer than <paramref name="maxBytes"/>; nothing is left behind.</exception>
    /// <exception cref="BrokenUploadException"><paramref name="content"/> could not be read; nothing is left behind.</exception>
    /// <exception cref="IOException">The place failed or is full; nothing is left behind.</exception>
    Task<StoredAudio> SaveAsync(Stream content, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Removes the audio; no error when it is gone already.</summary>
    /// <exception cref="IOException">It cannot be removed now.</exception>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
