using System.Security.Cryptography;
using System.Text;
using AsrService.Core;
using AsrService.Data.Storage;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Cluster;

/// <summary>A PostgreSQL cluster in the data directory, reached through a unix socket only.</summary>
internal sealed class PrivateCluster(DataDirectory data, ILogger<PrivateCluster> log) : IAsyncDisposable
{
    private const int WouldBlock = 11; // EWOULDBLOCK: another process holds the lock

    // Held as long as this process keeps the cluster; the kernel lets go of it even when the process is killed.
    private FileStream? ownership;

    // Stops the cluster; null as long as it does not run for this process.
    private Func<CancellationToken, Task>? stop;

    // A socket's path holds at most 107 bytes and the data directory may lie deep, so the socket lies elsewhere under a
    // name made from the data directory's: whoever opens that directory finds the same running cluster.
    private string SocketDirectory =>
        "/tmp/asr-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Root)))[..16];

    /// <summary>Where the cluster listens once it runs.</summary>
    public string ConnectionString => $"Host={SocketDirectory};Username=asr;Database=postgres";

    /// <summary>Makes the cluster if there is none and starts it unless it runs.</summary>
    /// <param name="mayShare">Whether to use the cluster of a server that runs on the same directory; otherwise that is an error.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="StartUpException">It cannot be made or started; the message says what to do.</exception>
    public async Task StartAsync(bool mayShare, CancellationToken cancellationToken)
    {
        ownership = TryOwn();
        if (ownership is null)
        {
            if (mayShare)
                return;
            throw new StartUpException($"Another server is using {data.Root}. Stop it, or give this one its own Asr__DataDirectory.");
        }

        var user = await ClusterUser.ChooseAsync(data.Root, cancellationToken);
        if (!Directory.Exists(data.Cluster))
            await CreateAsync(user, cancellationToken);
        var version = await File.ReadAllTextAsync(Path.Combine(data.Cluster, "PG_VERSION"), cancellationToken);
        var control = Path.Combine(await PostgresBinaries.FindAsync(version.Trim(), cancellationToken), "pg_ctl");

        // A server that was killed leaves its cluster running.
        if (!await user.CanAsync(cancellationToken, control, "status", "-D", data.Cluster))
            await StartAsync(user, control, cancellationToken);

        stop = token => user.RunAsync(token, control, "stop", "-D", data.Cluster, "-m", "fast", "-w", "-s");
        log.LogInformation("The private PostgreSQL cluster in {Directory} runs", data.Cluster);
    }

    /// <summary>Stops the cluster if it runs for this process.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (stop is not null)
        {
            await stop(cancellationToken);
            stop = null;
            Directory.Delete(SocketDirectory, recursive: true);
            log.LogInformation("The private PostgreSQL cluster is stopped");
        }

        ownership?.Dispose();
        ownership = null;
    }

    /// <summary>Stops the cluster: a host that fails to start disposes its services without stopping them.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private FileStream? TryOwn()
    {
        try
        {
            return new FileStream(data.ClusterLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return null;
        }
    }

    private async Task StartAsync(ClusterUser user, string control, CancellationToken cancellationToken)
    {
        await user.MakeDirectoryAsync(SocketDirectory, cancellationToken);
        var options = $"-c listen_addresses='' -c unix_socket_directories='{SocketDirectory}' -c unix_socket_permissions=0700";
        await user.RunAsync(
            cancellationToken, control, "start", "-D", data.Cluster, "-w", "-s", "-l", Path.Combine(data.Cluster, "server.log"), "-o", options);
    }

    private async Task CreateAsync(ClusterUser user, CancellationToken cancellationToken)
    {
        log.LogInformation("A private PostgreSQL cluster is made in {Directory}", data.Cluster);
        var initdb = Path.Combine(await PostgresBinaries.FindAsync(majorVersion: null, cancellationToken), "initdb");

        // Made under another name and renamed when complete, so that an interruption leaves no half cluster behind.
        var unfinished = data.Cluster + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        await user.MakeDirectoryAsync(unfinished, cancellationToken);

        // Trust is safe here: there is no TCP, and only the cluster's own user and root can enter the socket's directory.
        await user.RunAsync(
            cancellationToken, initdb, "-D", unfinished, "-U", "asr", "--auth=trust", "--encoding=UTF8", "--locale=C");
        Directory.Move(unfinished, data.Cluster);
    }
}
