using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;
using Npgsql;

namespace AsrService.IntegrationTests.Upgrade;

/// <summary>While nodes are replaced, one of this version may be started after the first one of the next.</summary>
public sealed class NewerSchemaTests(SharedServer shared)
{
    private readonly string database = shared.Postgres.NewDatabase();

    [Fact]
    public async Task A_server_on_a_newer_schema_says_so_and_works()
    {
        await using var nodes = new NodeGroup(database);
        await (await nodes.StartAsync("Api")).StopAsync();

        // What the rules of migrations allow the next version.
        await using (var source = NpgsqlDataSource.Create(database))
        await using (var newer = source.CreateCommand(
            """
            insert into "__EFMigrationsHistory" values ('99990101000000_Next', '99.0.0');
            create table next_things (id uuid primary key);
            alter table jobs add column next_word text, add column next_count integer not null default 0;
            """))
        {
            await newer.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var node = await nodes.StartAsync("Api,Worker");

        Assert.Single(node.Said, line => line.Contains("newer than this server", StringComparison.Ordinal) && line.Contains("99990101000000_Next", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await nodes.Tasks(node).TranscribeAsync(Recordings.Mp3)).Status);
    }
}
