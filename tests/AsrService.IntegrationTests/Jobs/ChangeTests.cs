using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>What a change of a job costs PostgreSQL: whom it wakes, and whether it waits for the disk.</summary>
public sealed class ChangeTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;
    private readonly IJobStore jobs;
    private readonly IJobLeases leases;
    private readonly NpgsqlDataSource database;

    public ChangeTests(SharedServer shared)
    {
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        jobs = server.Services.GetRequiredService<IJobStore>();
        leases = server.Services.GetRequiredService<IJobLeases>();
        database = server.Services.GetRequiredService<NpgsqlDataSource>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_job_that_nobody_watches_wakes_nobody()
    {
        const string End = "end";
        var heard = new List<string>();
        await using var listener = await database.OpenConnectionAsync(Token);
        listener.Notification += (_, bell) => heard.Add(bell.Payload);
        await ExecuteAsync(listener, "listen asr_changes");
        var (unwatched, watched) = (await SubmitAsync(), await SubmitAsync());
        await jobs.WatchAsync(watched, JobScope.Everything, TimeSpan.FromMinutes(1), Token);

        await RunAsync(unwatched);
        await RunAsync(watched);

        // Notifications come in the order of commits.
        await using var other = await database.OpenConnectionAsync(Token);
        await ExecuteAsync(other, $"notify asr_changes, '{End}'");
        while (heard.LastOrDefault() != End)
            await listener.WaitAsync(Token);
        Assert.Equal([.. Enumerable.Repeat(watched.ToString(), 3), End], heard);
    }

    [Fact]
    public async Task Progress_and_watching_do_not_wait_for_the_disk_and_ends_do()
    {
        await using var connection = await database.OpenConnectionAsync(Token);
        await ExecuteAsync(
            connection,
            """
            create table seen (what text, commit text);
            create function note() returns trigger language plpgsql as $$
            begin
                insert into seen values (case when new.watched_until is distinct from old.watched_until then 'watched' else new.state end, current_setting('synchronous_commit'));
                return null;
            end $$;
            create trigger noted after update on jobs for each row execute function note()
            """);
        var job = await SubmitAsync();
        await jobs.WatchAsync(job, JobScope.Everything, TimeSpan.FromMinutes(1), Token);
        await RunAsync(job);

        await using var command = new NpgsqlCommand("select what || ' ' || commit from seen", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var seen = new List<string>();
        while (await reader.ReadAsync(Token))
            seen.Add(reader.GetString(0));
        Assert.Equal(["watched off", "fetching on", "transcribing off", "done on"], seen);
    }

    private async Task<Guid> SubmitAsync()
    {
        var id = Guid.NewGuid().ToString();
        Assert.IsType<SubmitResult.Accepted>(await jobs.SubmitAsync(new NewJob("test", () => id, null, new()), new StoredAudio("none", 0, new byte[32]), Token));
        return (await jobs.FindAsync("test", id, JobScope.Everything, Token))!.Id;
    }

    private async Task RunAsync(Guid id)
    {
        var lease = (await leases.StartAsync(id, "here", Token))!;
        Assert.True(await leases.ReportAsync(lease, new(0.5, "so far"), 1, Token));
        Assert.True(await leases.CompleteAsync(lease, new Transcript("yes", "en", 1, []), Token));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
