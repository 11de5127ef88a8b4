using System.Security.Cryptography;
using System.Text;
using AsrService.Data.Storage;
using Microsoft.Extensions.Logging;

namespace AsrService.Data.Cluster;

/// <summary>A PostgreSQL cluster in the data directory, reached through a unix socket only.</summary>
public sealed class PrivateCluster(DataDirectory data, ILogger<PrivateCluster> log)
{
    private bool started;

    // A socket's path holds at most 107 bytes and the data directory may lie deep, so the socket lies elsewhere under a
    // name made from the data directory's: whoever opens that directory finds the same running cluster.
    private string SocketDirectory => Path.Combine(
        Path.GetTempPath(), "asr-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Root)))[..16]);

    /// <summary>Where the cluster listens once it runs.</summary>
    public string ConnectionString => $"Host={SocketDirectory};Username=asr;Database=postgres";

    /// <summary>Makes the cluster if there is none and starts it unless it runs.</summary>
    /// <exception cref="ClusterException">It cannot be made or started; the message says what to do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var user = await ClusterUser.ChooseAsync(data.Root, cancellationToken);
        if (!Directory.Exists(data.Cluster))
            await CreateAsync(user, cancellationToken);

        if (await user.CanAsync(cancellationToken, PgCtl, "status", "-D", data.Cluster))
        {
            log.LogInformation("The private PostgreSQL cluster in {Directory} runs already", data.Cluster);
            started = true;
            return;
        }

        await user.MakeDirectoryAsync(SocketDirectory, cancellationToken);
        var options = $"-c listen_addresses='' -c unix_socket_directories='{SocketDirectory}' -c unix_socket_permissions=0700";
        await user.RunAsync(
            cancellationToken, PgCtl, "start", "-D", data.Cluster, "-w", "-s", "-l", Path.Combine(data.Cluster, "server.log"), "-o", options);
        started = true;
        log.LogInformation("The private PostgreSQL cluster in {Directory} is started", data.Cluster);
    }

    /// <summary>Stops the cluster if <see cref="StartAsync"/> ran.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!started)
            return;

        var user = await ClusterUser.ChooseAsync(data.Root, cancellationToken);
        await user.RunAsync(cancellationToken, PgCtl, "stop", "-D", data.Cluster, "-m", "fast", "-w", "-s");
        started = false;
        log.LogInformation("The private PostgreSQL cluster is stopped");
    }

    private string PgCtl => Path.Combine(PostgresBinaries.Find(File.ReadAllText(Path.Combine(data.Cluster, "PG_VERSION")).Trim()), "pg_ctl");

    private async Task CreateAsync(ClusterUser user, CancellationToken cancellationToken)
    {
        log.LogInformation("A private PostgreSQL cluster is made in {Directory}", data.Cluster);
        var initdb = Path.Combine(PostgresBinaries.Find(majorVersion: null), "initdb");

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
