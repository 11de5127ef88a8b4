using AsrService.Audio.Decoding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

internal sealed class FfmpegCheck(FfmpegDecoder decoder) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await decoder.IsUsableAsync() ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("ffmpeg or ffprobe cannot be run");
}
