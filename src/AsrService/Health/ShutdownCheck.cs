using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

/// <summary>Turns red when the node shuts down, so that a load balancer sends nothing more.</summary>
internal sealed class ShutdownCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The node is shutting down")
            : HealthCheckResult.Healthy());
}
