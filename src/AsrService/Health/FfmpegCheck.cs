using AsrService.Audio.Decoding;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

internal sealed class FfmpegCheck(FfmpegDecoder decoder) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(decoder.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("ffmpeg has not been run yet"));
}
