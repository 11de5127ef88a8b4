using System.Globalization;
using AsrService.Benchmarks.Running;
using Npgsql;

namespace AsrService.Benchmarks.Engine;

/// <summary>
/// A PostgreSQL that counts statements, a node that takes jobs for each shard, and workers that recognise nothing. API and workers have
/// roles of their own, by which PostgreSQL tells their statements apart.
/// </summary>
internal sealed class EngineCluster : IAsyncDisposable
{
    public const string ApiUser = "asr_api";
    public const string WorkerUser = "asr_worker";

    private const string Database = "engine";

    private readonly TemporaryDirectory directory = new();
    private readonly List<NodeProcess> apis = [];
    private readonly List<NodeProcess> workers = [];
    private LocalPostgres? postgres;
    private NpgsqlDataSource? observer;

    /// <summary>The nodes that take jobs.</summary>
    public IReadOnlyList<NodeProcess> Apis => apis;

    /// <summary>The nodes that only run them.</summary>
    public IReadOnlyList<NodeProcess> Workers => workers;

    /// <summary>The database, for whoever counts.</summary>
    public NpgsqlDataSource Observer => observer!;

    private string Gate => Path.Combine(directory.Path, "gate");

    /// <summary>Starts a database and nodes.</summary>
    /// <param name="shards">Groups of nodes that share it.</param>
    /// <param name="count">Workers, which are divided among the groups; 0 makes the one API node a worker too.</param>
    /// <param name="concurrency">Jobs at once on each.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<EngineCluster> StartAsync(int shards, int count, int concurrency, CancellationToken cancellationToken)
    {
        var cluster = new EngineCluster();
        try
        {
            cluster.postgres = await LocalPostgres.StartAsync(cancellationToken);
            await PrepareAsync(cluster.postgres, cancellationToken);
            for (var shard = 0; shard < shards; shard++)
                cluster.apis.Add(await cluster.StartNodeAsync(count == 0 ? "Api,Worker" : "Api", shard, concurrency, cancellationToken));
            for (var worker = 0; worker < count; worker++)
                cluster.workers.Add(await cluster.StartNodeAsync("Worker", worker % shards, concurrency, cancellationToken));
            cluster.observer = NpgsqlDataSource.Create(cluster.postgres.ConnectionString(Database, "observer"));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on workers take as many jobs as they may, and go no further.</summary>
    public void CloseGate() => File.WriteAllText(Gate, "");

    /// <summary>Workers go on.</summary>
    public void OpenGate() => File.Delete(Gate);

    public async ValueTask DisposeAsync()
    {
        // In order, so that a database without them can stop.
        foreach (var node in workers.Concat(apis))
            await node.DisposeAsync();
        if (observer is not null)
            await observer.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
        directory.Dispose();
    }

    private static async Task PrepareAsync(LocalPostgres postgres, CancellationToken cancellationToken)
    {
        if (!await postgres.CountStatementsAsync(cancellationToken))
            throw new BenchmarkException("PostgreSQL has no pg_stat_statements, which counts what a job costs. Debian's postgresql package has it.");

        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres", "observer"));
        foreach (var sql in new[]
        {
            "alter system set track_wal_io_timing = on",
            "select pg_reload_conf()",
            $"create role {ApiUser} superuser login",
            $"create role {WorkerUser} superuser login",
        })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private Task<NodeProcess> StartNodeAsync(string roles, int shard, int concurrency, CancellationToken cancellationToken)
    {
        var (isWorker, isApi) = (roles.Contains("Worker", StringComparison.Ordinal), roles.Contains("Api", StringComparison.Ordinal));
        var connection = new NpgsqlConnectionStringBuilder(postgres!.ConnectionString(Database, roles)) { Username = isApi ? ApiUser : WorkerUser, MaxPoolSize = 100 };
        KeyValuePair<string, string>[] settings =
        [
            new("ConnectionStrings__Asr", connection.ConnectionString),
            new("Asr__DataDirectory", directory.Path),
            new("Asr__Roles", roles),
            new("Asr__Workers__Concurrency", concurrency.ToString(CultureInfo.InvariantCulture)),
            new("Asr__Queue__MaxQueued", "1000000"),
            new("Asr__Queue__Shard", $"shard-{shard}"),
            new("Serilog__MinimumLevel__Default", "Warning"),
        ];
        return isWorker
            ? NodeProcess.StartAsync([typeof(EngineCluster).Assembly.Location, EngineWorkerCommand.Name, Gate], settings, cancellationToken)
            : NodeProcess.StartAsync(settings, cancellationToken);
    }
}
