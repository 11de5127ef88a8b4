using AsrService.IntegrationTests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Receivers that take their time, and a database that does.</summary>
public sealed class SlowAnswerTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;

    public SlowAnswerTests(SharedServer shared) => server = TestServer.Start(
        shared.Postgres.NewDatabase(), directory.Path, ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Callbacks:Timeout", "00:00:01"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NpgsqlDataSource Database => server.Services.GetRequiredService<NpgsqlDataSource>();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task The_whole_exchange_has_its_time_whether_a_receiver_hangs_or_sends_a_byte_a_second()
    {
        await using var hanging = await Receiver.StartAsync((context, _) => UntilAbortedAsync(context, () => Task.CompletedTask));
        await using var dripping = await Receiver.StartAsync((context, _) => UntilAbortedAsync(context, async () =>
        {
            await context.Response.Body.WriteAsync("x"u8.ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }));
        var deliveries = new DeliveryDriver(server.Http);
        var ids = new[] { hanging, dripping }.Select(async receiver => Assert.Single(await EndedJobs.AddAsync(Database, receiver.Url)));

        foreach (var id in await Task.WhenAll(ids))
        {
            var attempt = DeliveryDriver.AttemptsOf(await deliveries.WaitForAttemptsAsync(id, 1))[0];
            Assert.Equal("timeout", attempt.GetProperty("outcome").GetString());
            Assert.Contains("took longer than", attempt.GetProperty("detail").GetString());
            Assert.InRange(attempt.GetProperty("duration_ms").GetInt32(), 900, 20_000);
        }
    }

    [Fact]
    public async Task A_server_that_stops_writes_down_what_it_has_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await ExecuteAsync(
            """
            create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return new; end $$;
            create trigger slow before insert on delivery_attempts for each row execute function slow();
            """);
        await EndedJobs.AddAsync(Database, receiver.Url);
        await Poll.UntilAsync(() => CountAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'"), count => count > 0);

        var pump = server.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<AsrService.Callbacks.CallbackPump>().Single();
        await pump.StopAsync(Token);

        Assert.Equal(1, await CountAsync("select count(*) from deliveries where state = 'delivered'"));
    }

    // A second is all the time that the server gives: the test waits for nothing else.
    private static async Task UntilAbortedAsync(HttpContext context, Func<Task> each)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(900));
            while (await timer.WaitForNextTickAsync(context.RequestAborted))
                await each();
        }
        catch (OperationCanceledException)
        {
            // The caller has heard enough.
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
