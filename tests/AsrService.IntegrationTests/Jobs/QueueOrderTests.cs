using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>Who is next, and who has to wait outside.</summary>
public sealed class QueueOrderTests(SharedServer shared) : IDisposable
{
    private static readonly byte[] NoAudio = [1];

    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Classes_come_before_arrival_and_arrival_within_a_class()
    {
        await using var api = Start(("Asr:Roles", "Api"));
        var jobs = new NativeDriver(api.Http);
        var bulk = await jobs.SubmitAsync(NoAudio, "?priority=bulk");
        var first = await jobs.SubmitAsync(NoAudio);
        var second = await jobs.SubmitAsync(NoAudio, "?priority=normal");
        var interactive = await jobs.SubmitAsync(NoAudio, "?priority=interactive");
        Guid[] expected = [interactive, first, second, bulk];
        var positions = await Task.WhenAll(expected.Select(async id => (await jobs.GetAsync(id)).GetProperty("queue_position").GetInt32()));
        Assert.Equal([1, 2, 3, 4], positions);

        Assert.Equal(expected, await RunAsync(jobs, expected));
    }

    [Fact]
    public async Task Many_files_of_one_client_do_not_hold_up_one_of_another()
    {
        await using var api = Start(("Asr:Roles", "Api"));
        var (many, one) = (new NativeDriver((await api.AddClientAsync()).Http), new NativeDriver((await api.AddClientAsync()).Http));
        var jobs = new List<(NativeDriver Client, Guid Id)>();
        for (var i = 0; i < 4; i++)
            jobs.Add((many, await many.SubmitAsync(NoAudio)));
        jobs.Insert(1, (one, await one.SubmitAsync(NoAudio)));

        Assert.Equal(jobs.Select(job => job.Id), await RunAsync([.. jobs]));
    }

    [Fact]
    public async Task A_client_has_no_more_jobs_running_at_once_than_it_may()
    {
        await using var server = Start(("Asr:Queue:MaxRunningPerClient", "1"), ("Asr:Workers:Concurrency", "3"));
        var jobs = new NativeDriver((await server.AddClientAsync()).Http);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
            ids.Add(await jobs.SubmitAsync(Recordings.Mp3));

        var done = await Task.WhenAll(ids.Select(id => jobs.WaitForStateAsync(id, "done")));

        var runs = done.Select(job => (From: job.GetProperty("started_at").GetDateTimeOffset(), To: job.GetProperty("finished_at").GetDateTimeOffset())).Order().ToList();
        Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair.First} overlaps {pair.Second}"));
    }

    [Fact]
    public async Task A_full_queue_refuses_more_and_keeps_what_it_has()
    {
        await using var api = Start(("Asr:Roles", "Api"), ("Asr:Queue:MaxQueued", "2"));
        var (jobs, tasks) = (new NativeDriver(api.Http), new AsrTaskDriver(api.Http));
        Guid[] accepted = [await jobs.SubmitAsync(NoAudio), await jobs.SubmitAsync(NoAudio)];

        foreach (var refused in new[] { await jobs.PostAsync(NoAudio), await tasks.PostAsync(NoAudio) })
        {
            using (refused)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
            }
        }

        Assert.Equal(accepted, await RunAsync(jobs, accepted));
        Assert.Equal(2, Directory.GetFiles(api.Data.Blobs, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("urgent")]
    [InlineData("1")]
    public async Task A_class_that_does_not_exist_is_refused(string priority)
    {
        using var response = await new NativeDriver(shared.Server.Http).PostAsync(NoAudio, $"?priority={priority}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "The field priority must be interactive, normal or bulk.",
            (await AsrTaskDriver.ReadAsync(response)).GetProperty("detail").GetString());
    }

    private Task<IEnumerable<Guid>> RunAsync(NativeDriver jobs, Guid[] ids) => RunAsync([.. ids.Select(id => (jobs, id))]);

    // In the order in which they were started, one after the other.
    private async Task<IEnumerable<Guid>> RunAsync((NativeDriver Client, Guid Id)[] jobs)
    {
        await using var worker = Start(("Asr:Roles", "Worker"), ("Asr:Workers:Concurrency", "1"));
        var ended = new List<(Guid Id, DateTimeOffset StartedAt)>();
        foreach (var (client, id) in jobs)
            ended.Add((id, (await client.WaitForStateAsync(id, "failed")).GetProperty("started_at").GetDateTimeOffset()));
        return ended.OrderBy(job => job.StartedAt).Select(job => job.Id);
    }

    private TestServer Start(params (string Key, string Value)[] overrides) => TestServer.Start(database, directory.Path, overrides);
}
