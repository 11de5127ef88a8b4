using AsrService.Data.Cluster;
using AsrService.Data.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AsrService.Benchmarks.Running;

/// <summary>A PostgreSQL made by the product's own private cluster, which can be taken from its clients and given back.</summary>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly DataDirectory data;
    private readonly PrivateCluster cluster;
    private bool isStopped;

    private LocalPostgres()
    {
        data = new DataDirectory(directory.Path);
        cluster = new PrivateCluster(data, NullLogger<PrivateCluster>.Instance);
    }

    /// <summary>Where its socket lies.</summary>
    public string SocketDirectory => new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<LocalPostgres> StartAsync(CancellationToken cancellationToken)
    {
        var postgres = new LocalPostgres();
        try
        {
            await postgres.cluster.StartAsync(mayShare: false, cancellationToken);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string for a database; a server creates it where it does not exist.</summary>
    /// <param name="database">Its name.</param>
    /// <param name="client">What PostgreSQL calls whoever connects with it.</param>
    /// <param name="poolSize">The most connections at once; a server's own default is 100.</param>
    public string ConnectionString(string database, string client, int poolSize = 8) => new NpgsqlConnectionStringBuilder(cluster.ConnectionString)
    {
        Database = database,
        ApplicationName = client,
        MaxPoolSize = poolSize,
    }.ConnectionString;

    /// <summary>Stops it as a crash does: connections break, and what was not committed is gone.</summary>
    public async Task StopAsync()
    {
        isStopped = true;
        await ControlAsync("stop", "-m", "immediate");
    }

    /// <summary>Starts it again.</summary>
    public async Task StartAgainAsync()
    {
        await ControlAsync(
            "start", "-l", Path.Combine(data.Cluster, "server.log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories='{SocketDirectory}' -c unix_socket_permissions=0700");
        isStopped = false;
    }

    /// <summary>Lets it count the statements of databases that are made from now on, in <c>pg_stat_statements</c>. It is restarted.</summary>
    /// <returns>Whether its installation can.</returns>
    public async Task<bool> CountStatementsAsync(CancellationToken cancellationToken)
    {
        await using (var source = NpgsqlDataSource.Create(ConnectionString("template1", "observer")))
        {
            await using var available = source.CreateCommand("select exists (select from pg_available_extensions where name = 'pg_stat_statements')");
            if (await available.ExecuteScalarAsync(cancellationToken) is not true)
                return false;

            await using var configure = source.CreateCommand("alter system set shared_preload_libraries = 'pg_stat_statements'");
            await configure.ExecuteNonQueryAsync(cancellationToken);
            await using var create = source.CreateCommand("create extension pg_stat_statements");
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await StopAsync();
        await StartAgainAsync();
        NpgsqlConnection.ClearAllPools();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        // The cluster stops what runs.
        if (isStopped)
            await StartAgainAsync();
        NpgsqlConnection.ClearAllPools();
        await cluster.DisposeAsync();
        directory.Dispose();
    }

    private async Task ControlAsync(string command, params string[] arguments)
    {
        var user = await ClusterUser.ChooseAsync(data.Root, CancellationToken.None);
        var control = Path.Combine(await PostgresBinaries.FindAsync(majorVersion: null, CancellationToken.None), "pg_ctl");
        await user.RunAsync(CancellationToken.None, [control, command, "-D", data.Cluster, "-w", "-s", .. arguments]);
    }
}
