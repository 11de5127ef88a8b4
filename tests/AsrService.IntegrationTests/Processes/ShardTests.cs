using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.Benchmarks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary>Two groups of nodes on one database, each with a queue of its own.</summary>
public sealed class ShardTests : IAsyncDisposable
{
    private readonly string database;
    private readonly NodeGroup nodes;

    public ShardTests(SharedServer shared)
    {
        database = shared.Postgres.NewDatabase();
        nodes = new NodeGroup(database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    public async Task Jobs_are_done_by_workers_of_the_shard_that_took_them()
    {
        var left = await StartAsync("left", "Api,Worker");
        var right = await StartAsync("right", "Api");
        var ofLeft = await nodes.Tasks(left).SubmitAsync(Recordings.Mp3);
        var ofRight = await nodes.Tasks(right).SubmitAsync(Recordings.Mp3);

        Assert.Equal(HttpStatusCode.OK, (await nodes.Tasks(right).WaitAsync(ofLeft)).Status);
        Assert.Equal("queued 0", await nodes.StateAsync(ofRight));

        await StartAsync("right", "Worker");
        Assert.Equal(HttpStatusCode.OK, (await nodes.Tasks(left).WaitAsync(ofRight)).Status);
        Assert.Equal(["left", "right"], await nodes.QueryAsync("select shard from jobs order by id"));
        Assert.Equal(2, (await nodes.QueryAsync("select distinct node from job_attempts")).Count);
    }

    [Fact]
    public async Task Jobs_of_another_shard_are_listed_cancelled_retried_and_deleted_as_ones_own()
    {
        await using var left = TestServer.Start(database, nodes.DataDirectory, ("Asr:Roles", "Api"), ("Asr:Queue:Shard", "left"));
        await using var right = TestServer.Start(database, nodes.DataDirectory, ("Asr:Roles", "Api"), ("Asr:Queue:Shard", "right"));
        var (http, _) = await left.AddClientAsync();
        using var other = right.CreateClient();
        other.DefaultRequestHeaders.Authorization = http.DefaultRequestHeaders.Authorization;
        var (jobs, jobsOfRight) = (new NativeDriver(http), new NativeDriver(other));
        var id = await jobsOfRight.SubmitAsync(Recordings.Mp3);

        Assert.Equal(1, (await http.GetFromJsonAsync<JsonElement>(new Uri(NativeDriver.Path, UriKind.Relative), Token)).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "cancel"));
        Assert.Equal("cancelled", NativeDriver.StateOf(await jobsOfRight.GetAsync(id)));
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "retry"));
        Assert.Equal("queued", NativeDriver.StateOf(await jobsOfRight.GetAsync(id)));

        await StartAsync("right", "Worker");
        await jobs.WaitForStateAsync(id, "done");
        using var deleted = await http.DeleteAsync(new Uri($"{NativeDriver.Path}/{id}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(await nodes.QueryAsync("select id::text from jobs"));
    }

    [Fact]
    public async Task The_job_of_a_killed_worker_is_done_by_another_of_its_shard()
    {
        await StartAsync("left", "Worker");
        var api = nodes.Tasks(await StartAsync("right", "Api"));
        var killed = await StartAsync("right", "Worker");
        var taskId = await NodeGroup.StartLongJobAsync(api);

        killed.SignalAll(UnixSignal.Kill);
        await StartAsync("right", "Worker");

        Assert.Equal(HttpStatusCode.OK, (await api.WaitAsync(taskId)).Status);
        Assert.Equal(["lost", "done"], await nodes.OutcomesAsync(taskId));
        Assert.Equal(["right"], await nodes.QueryAsync(
            "select distinct sched_name from qrtz_scheduler_state join job_attempts on node = instance_name where outcome = 'done'"));
    }

    [Fact]
    public async Task A_name_with_other_characters_is_refused()
    {
        var exception = await Assert.ThrowsAsync<BenchmarkException>(() => StartAsync("Left_1", "Api"));

        Assert.Contains("In Asr:Queue: Shard takes 1 to 30 of the characters a-z, 0-9 and -.", exception.Message, StringComparison.Ordinal);
    }

    private Task<NodeProcess> StartAsync(string shard, string roles) => nodes.StartAsync(roles, ("Asr__Queue__Shard", shard));
}
