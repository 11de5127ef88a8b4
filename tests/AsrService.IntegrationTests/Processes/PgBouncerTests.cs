using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Npgsql;

namespace AsrService.IntegrationTests.Processes;

/// <summary>Servers that reach PostgreSQL through PgBouncer in transaction mode, as docs/scaling.md says.</summary>
public sealed class PgBouncerTests(SharedServer shared)
{
    [Fact]
    public async Task Jobs_are_submitted_and_done_through_it()
    {
        var direct = shared.Postgres.NewDatabase();
        await CreateAsync(direct);
        await using var bouncer = await PgBouncer.StartAsync(direct);
        await using var nodes = new NodeGroup(bouncer.Through(direct));
        var tasks = nodes.Tasks(await nodes.StartAsync("Api"));
        await nodes.StartAsync("Worker");
        await nodes.StartAsync("Worker");

        var taskIds = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => tasks.SubmitAsync(Recordings.Mp3)));

        foreach (var taskId in taskIds)
        {
            var (status, body) = await tasks.WaitAsync(taskId);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains(Recordings.Words, body.GetProperty("result").GetProperty("text").GetString());
        }
    }

    // PgBouncer remembers for a while that a database was not there.
    private static async Task CreateAsync(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var name = builder.Database;
        builder.Database = "postgres";
        await using var source = NpgsqlDataSource.Create(builder.ConnectionString);
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
