using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>PostgreSQL crashes and comes back.</summary>
public sealed class DatabaseRestartTests
{
    [Fact]
    public async Task The_running_job_and_those_that_wait_are_all_done()
    {
        await using var postgres = await LocalPostgres.StartAsync(TestContext.Current.CancellationToken);
        await using var nodes = new NodeGroup(postgres.ConnectionString("restarted", "node"));
        var tasks = nodes.Tasks(await nodes.StartAsync("Api,Worker"));
        var running = await NodeGroup.StartLongJobAsync(tasks);
        string[] all = [running, await tasks.SubmitAsync(Recordings.Mp3), await tasks.SubmitAsync(Recordings.Mp3)];

        await postgres.StopAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await tasks.GetAsync(running)).Status);
        using (var refused = await tasks.PostAsync(Recordings.Mp3))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await postgres.StartAgainAsync();

        foreach (var taskId in all)
            Assert.Equal(HttpStatusCode.OK, await EndAsync(tasks, taskId));
    }

    // The first polls may meet dead connections; what they say of the job is nothing.
    private static async Task<HttpStatusCode> EndAsync(AsrTaskDriver tasks, string taskId)
    {
        HttpStatusCode status;
        do
        {
            (status, _) = await tasks.WaitAsync(taskId);
        }
        while (status == HttpStatusCode.ServiceUnavailable);
        return status;
    }
}
