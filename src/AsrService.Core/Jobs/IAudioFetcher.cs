namespace AsrService.Core.Jobs;

/// <summary>Brings recordings from URLs of clients into the audio store.</summary>
public interface IAudioFetcher
{
    /// <summary>Fetches a recording; on return it is stored safely.</summary>
    /// <exception cref="FetchException">There is none, or none that is allowed; nothing is left behind.</exception>
    /// <exception cref="IOException">The disk or the store failed; nothing is left behind.</exception>
    Task<StoredAudio> FetchAsync(Uri url, CancellationToken cancellationToken);
}
