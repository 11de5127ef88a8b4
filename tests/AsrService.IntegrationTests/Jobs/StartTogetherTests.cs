using System.Net;
using AsrService.Data.Model;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>A new database and everybody wants it at once.</summary>
public sealed class StartTogetherTests : IDisposable
{
    private const int Nodes = 10;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Ten_nodes_become_ready_and_the_schema_is_made_once()
    {
        // Their connections are more than the other tests' PostgreSQL has to spare.
        await using var postgres = await LocalPostgres.StartAsync(TestContext.Current.CancellationToken);
        var database = postgres.ConnectionString("together", "node");

        var starts = Enumerable.Range(0, Nodes)
            .Select(_ => Task.Run(() => TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"))))
            .ToList();
        try
        {
            var servers = await Task.WhenAll(starts);
            foreach (var server in servers)
            {
                using var response = await server.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }

            await using var db = await servers[0].Services.GetRequiredService<IDbContextFactory<AsrDbContext>>()
                .CreateDbContextAsync(TestContext.Current.CancellationToken);
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
            await using var command = servers[0].Services.GetRequiredService<NpgsqlDataSource>()
                .CreateCommand("select count(distinct instance_name) from qrtz_scheduler_state");
            Assert.Equal((long)Nodes, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }
        finally
        {
            foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
                await (await start).DisposeAsync();
        }
    }
}
