using Microsoft.Extensions.Hosting;

namespace AsrService.Data.Cluster;

/// <summary>Runs the private cluster as long as the host: first to start, last to stop.</summary>
internal sealed class PrivateClusterService(PrivateCluster cluster, bool mayShare) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => cluster.StartAsync(mayShare, cancellationToken);

    // Not the host's token: the cluster must stop even when other services have used up the time to shut down.
    public Task StopAsync(CancellationToken cancellationToken) => cluster.StopAsync(CancellationToken.None);
}
