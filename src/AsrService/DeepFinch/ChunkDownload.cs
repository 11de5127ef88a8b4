using AsrService.Hosting;
using AsrService.Outgoing;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>Fetches a chunk while its request waits, for as long as the protocol allows.</summary>
internal sealed class ChunkDownload(OutgoingHttp http, TimeProvider time)
{
    /// <summary>Most bytes of a chunk, however it comes.</summary>
    public const int MaxBytes = Base64Upload.MaxBytes;

    private static readonly DownloadOptions Limits = new() { MaxBytes = MaxBytes, Timeout = TimeSpan.FromSeconds(5) };

    private readonly AudioDownload download = new(http, Limits, time);

    /// <summary>The bytes behind a URL.</summary>
    /// <exception cref="FaultException">The URL is not one that is called.</exception>
    /// <exception cref="DownloadException">There is no such chunk, or it does not come in time.</exception>
    public async Task<ReadOnlyMemory<byte>> FetchAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var chunk = await download.OpenAsync(url, cancellationToken);
            var audio = new MemoryAudio();
            await audio.SaveAsync(chunk.Content, MaxBytes, cancellationToken);
            return audio.Bytes;
        }
        catch (DownloadException exception) when (exception.Fault == DownloadFault.Refused)
        {
            throw new FaultException(new(FaultKind.BadRequest, exception.Message) { Field = "url" });
        }
    }
}
