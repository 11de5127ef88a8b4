using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>A database that fails says nothing about a recording.</summary>
public sealed class DatabaseTroubleTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_job_whose_connections_are_cut_is_done_in_a_later_attempt()
    {
        var database = shared.Postgres.NewDatabase();
        await using var server = TestServer.Start(database, directory.Path);
        var tasks = new AsrTaskDriver(server.Http);
        var taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 1));
        await tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);

        await using var source = NpgsqlDataSource.Create(database);
        await using var cut = source.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await cut.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        // Polls that meet a dead connection are answered 503; the job itself must not end as an error.
        HttpStatusCode status;
        do
        {
            (status, _) = await tasks.WaitAsync(taskId);
        }
        while (status == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.OK, status);
    }
}
