using System.Net;
using AsrService.Core.Jobs;
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
        var store = api.Services.GetRequiredService<IJobStore>();
        var many = new List<Guid>();
        for (var i = 0; i < 4; i++)
            many.Add(await SubmitAsync(store, "many"));
        var one = await SubmitAsync(store, "one");

        Assert.Equal([many[0], one, .. many.Skip(1)], await RunAsync(new NativeDriver(api.Http), [.. many, one]));
    }

    [Fact]
    public async Task A_client_has_no_more_jobs_running_at_once_than_it_may()
    {
        await using var server = Start(("Asr:Queue:MaxRunningPerClient", "1"), ("Asr:Workers:Concurrency", "3"));
        var jobs = new NativeDriver(server.Http);
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            var audio = await server.Services.GetRequiredService<IAudioStore>().SaveAsync(new MemoryStream(Recordings.Mp3), long.MaxValue, Token);
            ids.Add(await SubmitAsync(server.Services.GetRequiredService<IJobStore>(), "busy", audio));
        }

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

    // In the order in which they were started, one after the other.
    private async Task<IEnumerable<Guid>> RunAsync(NativeDriver jobs, Guid[] ids)
    {
        await using var worker = Start(("Asr:Roles", "Worker"), ("Asr:Workers:Concurrency", "1"));
        var ended = new List<(Guid Id, DateTimeOffset StartedAt)>();
        foreach (var id in ids)
            ended.Add((id, (await jobs.WaitForStateAsync(id, "failed")).GetProperty("started_at").GetDateTimeOffset()));
        return ended.OrderBy(job => job.StartedAt).Select(job => job.Id);
    }

    private static async Task<Guid> SubmitAsync(IJobStore store, string client, StoredAudio? audio = null)
    {
        var externalId = Guid.NewGuid().ToString();
        await store.SubmitAsync(new NewJob("test", () => externalId, null, new()) { Client = client }, audio ?? new StoredAudio("none", 0, new byte[32]), Token);
        return (await store.FindAsync("test", externalId, Token))!.Id;
    }

    private TestServer Start(params (string Key, string Value)[] overrides) => TestServer.Start(database, directory.Path, overrides);
}
