using System.Globalization;
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
            taskId = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 4));
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

    [Fact]
    public async Task A_job_of_an_api_node_runs_on_a_worker_node()
    {
        await using var api = Start(("Asr:Roles", "Api"));
        await using var worker = Start(("Asr:Roles", "Worker"));

        Assert.Equal(HttpStatusCode.OK, (await new AsrTaskDriver(api.Http).TranscribeAsync(Recordings.Mp3)).Status);

        // Nodes that shared an id would each take the other's running jobs for abandoned ones of their own.
        Assert.Equal(2L, await ScalarAsync("select count(distinct instance_name) from qrtz_scheduler_state"));
    }

    private TestServer Start(params (string Key, string Value)[] overrides) => TestServer.Start(database, directory.Path, overrides);

    private async Task<(string State, int Attempt)> StateOfAsync(string taskId)
    {
        var state = await ScalarAsync("select state || ' ' || attempt from jobs where external_id = $1", taskId);
        var words = ((string)state!).Split(' ');
        return (words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private async Task<object?> ScalarAsync(string sql, params object[] parameters)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.AddWithValue(parameter);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
