using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>Servers come and go; jobs and results stay.</summary>
public sealed class RestartTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_queued_job_runs_after_a_restart_and_its_result_survives_the_next()
    {
        string taskId;
        await using (var first = Start(("Asr:Roles", "Api")))
            taskId = await new AsrTaskDriver(first.Http).SubmitAsync(Recordings.Mp3);

        string text;
        await using (var second = Start())
        {
            var (status, body) = await new AsrTaskDriver(second.Http).WaitAsync(taskId);
            Assert.Equal(HttpStatusCode.OK, status);
            text = body.GetRawText();
        }

        await using var third = Start(("Asr:Roles", "Api"));
        Assert.Equal(text, (await new AsrTaskDriver(third.Http).GetAsync(taskId)).Body.GetRawText());
    }

    [Fact]
    public async Task A_job_that_is_interrupted_runs_again_without_spending_an_attempt()
    {
        string taskId;
        await using (var first = Start(("Asr:Workers:DrainTimeout", "00:00:00")))
        {
            var tasks = new AsrTaskDriver(first.Http);
            taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 2));
            await tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);
        }

        Assert.Equal(("queued", 0), await StateOfAsync(taskId));
        await using var second = Start();
        Assert.Equal(HttpStatusCode.OK, (await new AsrTaskDriver(second.Http).WaitAsync(taskId)).Status);
        Assert.Equal(("done", 1), await StateOfAsync(taskId));
    }

    [Fact]
    public async Task A_shutdown_lets_a_running_job_finish()
    {
        string taskId;
        await using (var first = Start(("Asr:Workers:DrainTimeout", "00:10:00")))
        {
            var tasks = new AsrTaskDriver(first.Http);
            taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 1));
            await tasks.WaitAsync(taskId, body => body.GetProperty("progress").GetDouble() > 0);
        }

        Assert.Equal(("done", 1), await StateOfAsync(taskId));
    }

    private TestServer Start(params (string Key, string Value)[] overrides) => TestServer.Start(database, directory.Path, overrides);

    private async Task<(string State, int Attempt)> StateOfAsync(string taskId)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select state, attempt from jobs where external_id = $1");
        command.Parameters.AddWithValue(taskId);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        return (reader.GetString(0), reader.GetInt32(1));
    }
}
