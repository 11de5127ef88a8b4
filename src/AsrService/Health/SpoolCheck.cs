using AsrService.Data.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

internal sealed class SpoolCheck(DataDirectory data) : IHealthCheck
{
    // Below this an ordinary upload may not fit.
    private const long MinFreeBytes = 256L << 20;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = new DriveInfo(data.Spool).AvailableFreeSpace;
        return Task.FromResult(free >= MinFreeBytes
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"{free} bytes are free for uploads, {MinFreeBytes} are wanted"));
    }
}
