using AsrService.Audio.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

internal sealed class ModelCheck(ModelHost model) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(model.IsWarm ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The model is not loaded"));
}
