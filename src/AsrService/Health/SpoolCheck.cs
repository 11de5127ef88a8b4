using AsrService.Core.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

internal sealed class SpoolCheck(IAudioStore audio) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(audio.HasRoom ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("There is no room for uploads"));
}
