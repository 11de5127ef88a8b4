using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.AsrTask;

public sealed class DeleteTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;
    private readonly AsrTaskDriver tasks;

    public DeleteTests(SharedServer shared)
    {
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Workers:Concurrency", "1"));
        tasks = new AsrTaskDriver(server.Http);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_deleted_task_is_gone_with_its_recording()
    {
        var taskId = await tasks.SubmitAsync(Recordings.Mp3);
        await tasks.WaitAsync(taskId);

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(taskId));

        Assert.Equal(HttpStatusCode.NotFound, (await tasks.GetAsync(taskId)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(taskId));
        Assert.Empty(Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Deleting_tasks_that_run_or_wait_frees_the_worker_for_the_next()
    {
        // Ten minutes take far longer to recognise than this test may last.
        var running = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 10));
        await tasks.WaitAsync(running, body => body.GetProperty("progress").GetDouble() > 0);
        var waiting = await tasks.SubmitAsync(await Recordings.LongAsync(minutes: 10));

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(running));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(waiting));

        Assert.Equal(HttpStatusCode.OK, (await tasks.TranscribeAsync(Recordings.Mp3)).Status);
    }

    private async Task<HttpStatusCode> DeleteAsync(string taskId)
    {
        using var response = await server.Http.DeleteAsync(
            new Uri($"{AsrTaskDriver.Path}/{taskId}", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
