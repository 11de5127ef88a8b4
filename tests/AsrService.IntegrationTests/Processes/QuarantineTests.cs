using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>A recording that takes its worker down must not take down one after the other.</summary>
public sealed class QuarantineTests(SharedServer shared) : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly NodeGroup nodes = new(shared.Postgres.NewDatabase());

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    public async Task A_job_that_takes_its_worker_down_twice_is_quarantined_and_says_why()
    {
        var tasks = nodes.Tasks(await nodes.StartAsync("Api"));
        var first = await nodes.StartAsync("Worker");
        var taskId = await NodeGroup.StartLongJobAsync(tasks);

        await AbortAsync(first);
        var second = await nodes.StartAsync("Worker");
        await WaitForStartAsync(taskId, 2);
        await NodeGroup.WaitUntilRunningAsync(tasks, taskId);
        await AbortAsync(second);

        // No worker takes it now, though there is one.
        await nodes.StartAsync("Worker");
        var (status, body) = await tasks.WaitAsync(taskId);

        Assert.Equal((HttpStatusCode.InternalServerError, "error"), (status, body.GetProperty("status").GetString()));
        Assert.Equal(["quarantined"], await nodes.QueryAsync("select state from jobs where external_id = $1", taskId));
        var reason = Assert.Single(await nodes.QueryAsync("select error from jobs where external_id = $1", taskId));
        Assert.NotEmpty(reason);
        Assert.Equal(reason, body.GetProperty("result").GetString());
        Assert.Equal(["lost", "lost"], await nodes.OutcomesAsync(taskId));
        Assert.Empty(await nodes.TranscriptsAsync(taskId));
    }

    // As native code ends its own process when it finds its memory in disorder: the first signal only takes .NET's handler
    // away, and abort() raises it again.
    private static async Task AbortAsync(NodeProcess node)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var end = node.WaitForExitAsync();
        while (!end.IsCompleted)
        {
            node.Signal(UnixSignal.Abort);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(128 + (int)UnixSignal.Abort, await end);
    }

    // What the API tells of progress may still be the dead worker's.
    private async Task WaitForStartAsync(string taskId, int starts)
    {
        using var timer = new PeriodicTimer(PollInterval);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        while (await nodes.QueryAsync("select '' from jobs where external_id = $1 and fencing_token >= $2::bigint", taskId, $"{starts}") is [])
            await timer.WaitForNextTickAsync(deadline.Token);
    }
}
