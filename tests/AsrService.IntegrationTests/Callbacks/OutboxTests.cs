using AsrService.Core.Callbacks;
using AsrService.Data.Callbacks;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>What nodes do at the same moment, on a server that sends nothing by itself.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly Uri Url = new("http://127.0.0.1/done");
    private static readonly AttemptResult Gone = new(DeliveryOutcome.Gone, 410, "", TimeSpan.Zero);

    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;

    public OutboxTests(SharedServer shared) => server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DeliveryStore Outbox => server.Services.GetRequiredService<DeliveryStore>();

    private DeliveryDesk Desk => server.Services.GetRequiredService<DeliveryDesk>();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Nodes_that_look_at_the_same_moment_take_no_more_for_a_host_than_one_may()
    {
        // Their connections are there when it matters.
        await TakeTogetherAsync();
        for (var i = 0; i < 10; i++)
        {
            await EndJobAsync(100, new Uri($"http://127.0.0.{i + 1}/done"));
            Assert.Equal(8, (await TakeTogetherAsync()).Count);
        }
    }

    [Fact]
    public async Task What_a_node_puts_aside_while_its_endpoint_is_enabled_is_not_forgotten()
    {
        await EndJobAsync();
        await Outbox.EndAsync(Assert.Single(await Outbox.TakeAsync(64, Token)), TimeProvider.System.GetUtcNow(), Gone, Token);
        await EndJobAsync();
        var delivery = Assert.Single(await Outbox.TakeAsync(64, Token));
        Assert.True(delivery.IsDisabled);

        // Another one is quicker.
        Assert.True(await Desk.EnableAsync(Assert.Single(await Desk.FailingAsync(10, Token)).Id, Token));
        await Outbox.ParkAsync(delivery, Token);

        Assert.Equal(delivery with { IsDisabled = false }, Assert.Single(await Outbox.TakeAsync(64, Token)));
    }

    [Fact]
    public async Task Who_is_not_there_cannot_be_enabled() => Assert.False(await Desk.EnableAsync(7, Token));

    private async Task<List<DueDelivery>> TakeTogetherAsync() =>
        [.. (await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Outbox.TakeAsync(64, Token), Token)))).SelectMany(taken => taken)];

    private async Task EndJobAsync(int count = 1, Uri? url = null) => await EndedJobs.AddAsync(server.Services.GetRequiredService<NpgsqlDataSource>(), url ?? Url, count);
}
