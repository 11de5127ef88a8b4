using AsrService.Core.Jobs;

namespace AsrService.Outgoing;

/// <summary>Streams a download into the audio store.</summary>
internal sealed class AudioFetcher(AudioDownload download, IAudioStore audio, DownloadOptions options) : IAudioFetcher
{
    public async Task<StoredAudio> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        if (!audio.HasRoom)
            throw new IOException("There is no room for another recording.");

        using var downloaded = await download.OpenAsync(url, cancellationToken);
        return await audio.SaveAsync(downloaded.Content, options.MaxBytes, cancellationToken);
    }
}
