using System.Globalization;
using AsrService.Data.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Many callbacks at once.</summary>
public sealed class LoadTests(SharedServer shared) : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();
    private readonly List<TestServer> servers = [];

    private NpgsqlDataSource Database => servers[0].Services.GetRequiredService<NpgsqlDataSource>();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
            await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task No_more_than_eight_requests_go_to_one_host_at_once_and_no_more_than_64_in_all()
    {
        StartNode();
        await using var busy = await BusyReceivers.StartAsync(10);
        foreach (var receiver in busy.Receivers)
            await EndedJobs.AddAsync(Database, receiver.Url, 12);

        await Poll.UntilAsync(() => Task.FromResult(busy.Peak), peak => peak == 64);
        Ring();
        busy.Open();
        await WaitUntilDeliveredAsync(120);

        Assert.Equal((64, 8), (busy.Peak, busy.PeakOfHost));
    }

    [Fact]
    public async Task Nodes_together_send_no_more_than_eight_requests_to_one_host_at_once()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            StartNode();
        await using var busy = await BusyReceivers.StartAsync(1);
        await EndedJobs.AddAsync(Database, busy.Receivers[0].Url, 300);

        await Poll.UntilAsync(() => Task.FromResult(busy.Peak), peak => peak >= 8);
        Ring();
        busy.Open();
        await WaitUntilDeliveredAsync(300);

        Assert.Equal(8, busy.PeakOfHost);
    }

    [Fact]
    public async Task A_slow_receiver_delays_nobody_else()
    {
        StartNode();
        await using var slow = await BusyReceivers.StartAsync(1);
        await EndedJobs.AddAsync(Database, slow.Receivers[0].Url, 200);
        await Poll.UntilAsync(() => Task.FromResult(slow.Peak), peak => peak == 8);
        await using var quick = await Receiver.StartAsync(address: "127.0.0.2");

        await EndedJobs.AddAsync(Database, quick.Url, 50);
        await WaitUntilDeliveredAsync(50);

        Assert.Equal(50, quick.Received.Count);
        Assert.Equal(8, slow.Receivers[0].Received.Count);
    }

    [Fact]
    public async Task Of_a_thousand_jobs_each_is_told_under_one_id_to_a_receiver_that_fails_half_the_time()
    {
        StartNode(("Asr:Callbacks:Retries", string.Join(',', Enumerable.Repeat("00:00:00.1", 40))), ("Asr:Callbacks:MaxPerHost", "64"));
        await using var receiver = await Receiver.StartAsync((context, count) =>
        {
            context.Response.StatusCode = count % 2 == 0 ? 500 : 200;
            return Task.CompletedTask;
        });
        var jobs = await EndedJobs.AddAsync(Database, receiver.Url, 1000);

        await WaitUntilDeliveredAsync(1000);

        var told = receiver.Received.GroupBy(callback => callback.Json.GetProperty("data").GetProperty("id").GetGuid()).ToList();
        Assert.Equal(jobs.Order(), told.Select(job => job.Key).Order());
        Assert.All(told, job => Assert.Single(job.Select(callback => callback.Id).Distinct()));
        Assert.InRange(receiver.Received.Count, 1999, 2100);
    }

    private void StartNode(params (string Key, string Value)[] overrides) => servers.Add(TestServer.Start(
        database, directory.Path, [("Asr:Outgoing:AllowedNetworks", "127.0.0.0/8"), ("Asr:Callbacks:Timeout", "00:01:00"), .. overrides]));

    private void Ring() => servers.ForEach(server => server.Services.GetRequiredService<DeliveryBell>().Ring());

    private async Task WaitUntilDeliveredAsync(int count) => await Poll.UntilAsync(
        async () =>
        {
            // What waits for a tenth of a second need not wait for the next look.
            Ring();
            await using var command = Database.CreateCommand("select count(*) from deliveries where state = 'delivered'");
            return Convert.ToInt32(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        },
        delivered => delivered == count);
}
