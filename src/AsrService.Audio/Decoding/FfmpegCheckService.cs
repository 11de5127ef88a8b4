using Microsoft.Extensions.Hosting;

namespace AsrService.Audio.Decoding;

/// <summary>Finds out at the start, and not at the first recording, that FFmpeg is missing.</summary>
internal sealed class FfmpegCheckService(FfmpegDecoder decoder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => decoder.PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
