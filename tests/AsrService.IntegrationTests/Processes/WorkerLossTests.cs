using System.Net;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>Worker nodes that die or stand still in the middle of a job.</summary>
public sealed class WorkerLossTests(SharedServer shared) : IAsyncDisposable
{
    private readonly NodeGroup nodes = new(shared.Postgres.NewDatabase());

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    public async Task The_job_of_a_killed_worker_is_done_once_by_another()
    {
        var tasks = nodes.Tasks(await nodes.StartAsync("Api"));
        var first = await nodes.StartAsync("Worker");
        var taskId = await NodeGroup.StartLongJobAsync(tasks);

        first.SignalAll(UnixSignal.Kill);
        await nodes.StartAsync("Worker");

        Assert.Equal(HttpStatusCode.OK, (await tasks.WaitAsync(taskId)).Status);
        Assert.Single(await nodes.TranscriptsAsync(taskId));
        Assert.Equal(["lost", "done"], await nodes.OutcomesAsync(taskId));
    }

    [Fact]
    public async Task What_a_frozen_worker_writes_after_another_has_finished_its_job_changes_nothing()
    {
        var tasks = nodes.Tasks(await nodes.StartAsync("Api"));
        var frozen = await nodes.StartAsync("Worker");
        var taskId = await NodeGroup.StartLongJobAsync(tasks);

        frozen.SignalAll(UnixSignal.Stop);
        await nodes.StartAsync("Worker");
        Assert.Equal(HttpStatusCode.OK, (await tasks.WaitAsync(taskId)).Status);
        var transcripts = await nodes.TranscriptsAsync(taskId);

        // Once it has ended in order, it has written all that it ever will.
        frozen.SignalAll(UnixSignal.Continue);
        Assert.Equal(0, await frozen.StopAsync());

        Assert.Single(transcripts);
        Assert.Equal(transcripts, await nodes.TranscriptsAsync(taskId));
        Assert.StartsWith("done ", await nodes.StateAsync(taskId));
        Assert.Equal(["lost", "done"], await nodes.OutcomesAsync(taskId));
    }
}
