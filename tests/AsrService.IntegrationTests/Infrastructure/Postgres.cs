using AsrService.Data.Cluster;
using AsrService.Data.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>One PostgreSQL for the test run, made by the product's own private cluster; each test takes a database of its own.</summary>
public sealed class Postgres : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly PrivateCluster cluster;

    private Postgres() => cluster = new PrivateCluster(new DataDirectory(directory.Path), NullLogger<PrivateCluster>.Instance);

    public static async Task<Postgres> StartAsync()
    {
        var postgres = new Postgres();
        await postgres.cluster.StartAsync(mayShare: false, CancellationToken.None);
        return postgres;
    }

    /// <summary>A connection string for a database that does not exist yet; the server under test creates it.</summary>
    public string NewDatabase() =>
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = "t" + Guid.NewGuid().ToString("N"), MaxPoolSize = 8 }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.StopAsync(CancellationToken.None);
        directory.Dispose();
    }
}
