using System.Net;
using AsrService.Core.Jobs;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>Attempts, lost workers, cancelling and retrying, with an API node and worker nodes on one database.</summary>
public sealed class LifeCycleTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database;
    private readonly TestServer api;
    private readonly NativeDriver jobs;
    private readonly IJobLeases leases;

    public LifeCycleTests(SharedServer shared)
    {
        database = shared.Postgres.NewDatabase();
        api = TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"));
        jobs = new NativeDriver(api.Http);
        leases = api.Services.GetRequiredService<IJobLeases>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_failure_that_can_pass_is_followed_by_another_attempt()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        var lease = (await leases.StartAsync(id, "first", Token))!;
        Assert.True(await leases.RetryAsync(lease, "The disk was away.", TimeSpan.Zero, Token));
        Assert.Equal("retrying", NativeDriver.StateOf(await jobs.GetAsync(id)));

        await using var worker = StartWorker();

        var job = await jobs.WaitForStateAsync(id, "done");
        Assert.Equal(["retried", "done"], NativeDriver.OutcomesOf(job));
        Assert.Equal("The disk was away.", job.GetProperty("attempts")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_job_whose_worker_is_not_heard_of_is_done_by_another()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        Assert.NotNull(await leases.StartAsync(id, "dead", Token));

        await using var worker = StartWorker();

        var job = await jobs.WaitForStateAsync(id, "done");
        Assert.Equal(["lost", "done"], NativeDriver.OutcomesOf(job));
        Assert.Equal("dead", job.GetProperty("attempts")[0].GetProperty("node").GetString());
    }

    [Fact]
    public async Task A_job_that_takes_its_worker_down_twice_is_quarantined_until_somebody_retries_it()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        await ExecuteAsync("update jobs set losses = 1, attempt = 1");
        Assert.NotNull(await leases.StartAsync(id, "dead", Token));

        await using var worker = StartWorker();

        var job = await jobs.WaitForStateAsync(id, "quarantined");
        Assert.Contains("twice", job.GetProperty("error").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "retry"));
        Assert.Equal(["lost", "done"], NativeDriver.OutcomesOf(await jobs.WaitForStateAsync(id, "done")));
    }

    [Fact]
    public async Task A_waiting_job_that_the_scheduler_knows_nothing_of_is_done_all_the_same()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        await ExecuteAsync("delete from qrtz_simple_triggers where trigger_group = 'transcribe'; delete from qrtz_triggers where trigger_group = 'DEFAULT' or trigger_group = 'transcribe'");

        await using var worker = StartWorker();

        await jobs.WaitForStateAsync(id, "done");
    }

    [Fact]
    public async Task A_running_job_that_is_cancelled_from_another_node_makes_room_within_seconds()
    {
        await using var worker = StartWorker(("Asr:Workers:Concurrency", "1"));
        var id = await jobs.SubmitAsync(await Recordings.LongAsync(minutes: 10));
        await jobs.WaitAsync(id, job => job.GetProperty("progress").GetDouble() > 0);

        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "cancel"));
        var next = await jobs.SubmitAsync(Recordings.Mp3);

        var started = (await jobs.WaitForStateAsync(next, "done")).GetProperty("started_at").GetDateTimeOffset();
        var cancelled = await jobs.GetAsync(id);
        Assert.InRange((started - cancelled.GetProperty("finished_at").GetDateTimeOffset()).TotalSeconds, 0, 10);
        Assert.Equal(["cancelled"], NativeDriver.OutcomesOf(cancelled));
        Assert.Equal(HttpStatusCode.Conflict, await jobs.CallAsync(id, "cancel"));
    }

    [Fact]
    public async Task A_job_that_waits_can_be_cancelled_and_retried_and_one_that_is_done_cannot()
    {
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "cancel"));
        Assert.Equal("cancelled", NativeDriver.StateOf(await jobs.GetAsync(id)));
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "retry"));

        await using var worker = StartWorker();

        await jobs.WaitForStateAsync(id, "done");
        Assert.Equal(HttpStatusCode.Conflict, await jobs.CallAsync(id, "cancel"));
        Assert.Equal(HttpStatusCode.Conflict, await jobs.CallAsync(id, "retry"));
        Assert.Equal(HttpStatusCode.NotFound, await jobs.CallAsync(Guid.NewGuid(), "cancel"));

        // From what the last job took.
        var next = await jobs.GetAsync(await jobs.SubmitAsync(Recordings.Mp3));
        Assert.InRange(next.GetProperty("estimated_seconds").GetDouble(), 0.01, 60);
    }

    private TestServer StartWorker(params (string Key, string Value)[] overrides) =>
        TestServer.Start(database, directory.Path, [("Asr:Roles", "Worker"), .. overrides]);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = api.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
