using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Npgsql;

namespace AsrService.IntegrationTests.Processes;

/// <summary>A node that dies between sending a callback and writing that it has.</summary>
public sealed class CallbackCrashTests : IAsyncDisposable
{
    private readonly string database;
    private readonly NodeGroup nodes;

    public CallbackCrashTests(SharedServer shared)
    {
        database = shared.Postgres.NewDatabase();
        nodes = new NodeGroup(database);
    }

    public ValueTask DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    public async Task What_a_killed_node_has_sent_is_sent_again_by_another_under_the_same_id()
    {
        var first = await StartAsync();
        await using var receiver = await Receiver.StartAsync((_, count) =>
        {
            // It never hears the answer.
            if (count == 0)
                first.SignalAll(UnixSignal.Kill);
            return Task.CompletedTask;
        });
        await using var source = NpgsqlDataSource.Create(database);
        await EndedJobs.AddAsync(source, receiver.Url);
        await receiver.WaitAsync();
        await first.WaitForExitAsync();
        Assert.Equal(["waiting"], await nodes.QueryAsync("select state from deliveries"));

        await StartAsync();
        await receiver.WaitAsync();

        Assert.Single(receiver.Received.Select(callback => callback.Id).Distinct());
        Assert.Equal(["delivered"], await Poll.UntilAsync(() => nodes.QueryAsync("select state from deliveries"), states => states is not ["waiting"]));
        Assert.Equal(["delivered"], await nodes.QueryAsync("select outcome from delivery_attempts"));
        Assert.Equal(2, receiver.Received.Count);
    }

    private Task<NodeProcess> StartAsync() =>
        nodes.StartAsync("Worker", ("Asr__Outgoing__AllowedNetworks", "127.0.0.1/32"), ("Asr__Callbacks__Timeout", "00:00:02"));
}
