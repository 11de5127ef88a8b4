using AsrService.Core.Callbacks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Endpoints that are called no more, and what then waits for them.</summary>
public sealed class EndpointTests(CallbackServer callbacks) : IClassFixture<CallbackServer>
{
    private static readonly TimeSpan AlmostFiveDays = TimeSpan.FromHours(119);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_answers_410_is_told_no_more_until_somebody_enables_it()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(410, 200));
        var gone = await callbacks.EndJobAsync(receiver.Url);
        Assert.Equal(["gone"], DeliveryDriver.OutcomesOf(await callbacks.Deliveries.WaitForStateAsync(gone, "failed")));
        var endpoint = (await EndpointAsync(receiver))!;
        Assert.NotNull(endpoint.DisabledAt);
        Assert.Equal("It answered 410.", endpoint.Reason);

        var next = await callbacks.EndJobAsync(receiver.Url);
        var waiting = await callbacks.Deliveries.WaitAsync(next, delivery => !delivery.TryGetProperty("next_attempt_at", out _));
        Assert.Equal("waiting", waiting.GetProperty("state").GetString());
        callbacks.Move(TimeSpan.FromHours(1));
        await callbacks.SendAllAsync();
        Assert.Single(receiver.Received);
        Assert.Equal(1, (await EndpointAsync(receiver))!.Waiting);

        Assert.True(await callbacks.Desk.EnableAsync(endpoint.Id, Token));
        Assert.Equal(["delivered"], DeliveryDriver.OutcomesOf(await callbacks.Deliveries.WaitForStateAsync(next, "delivered")));
        Assert.Equal("failed", Assert.Single(await callbacks.Deliveries.OfJobAsync(gone)).GetProperty("state").GetString());
        Assert.Null(await EndpointAsync(receiver));
    }

    [Fact]
    public async Task Who_has_failed_for_five_days_is_told_no_more()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500));
        var id = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 1);

        callbacks.Move(AlmostFiveDays);
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 2);
        Assert.Null((await EndpointAsync(receiver))!.DisabledAt);

        callbacks.Move(TwoHours);
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 3);
        Assert.NotNull((await EndpointAsync(receiver))!.DisabledAt);

        // Its next attempt waits until the endpoint is enabled.
        callbacks.Move(TwoHours);
        await callbacks.Deliveries.WaitAsync(id, delivery => !delivery.TryGetProperty("next_attempt_at", out _));
        Assert.Equal(3, receiver.Received.Count);
    }

    [Fact]
    public async Task One_success_within_five_days_is_enough()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500, 200, 500));
        var first = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForAttemptsAsync(first, 1);
        callbacks.Move(AlmostFiveDays);
        await callbacks.Deliveries.WaitForStateAsync(first, "delivered");
        Assert.Null(await EndpointAsync(receiver));

        callbacks.Move(TwoHours);
        await callbacks.Deliveries.WaitForAttemptsAsync(await callbacks.EndJobAsync(receiver.Url), 1);

        var endpoint = (await EndpointAsync(receiver))!;
        Assert.Null(endpoint.DisabledAt);
        Assert.InRange(callbacks.Now - endpoint.FailingSince!.Value, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_job_that_is_deleted_while_it_is_told_disables_nobody()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var connection = await callbacks.Database.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await ExecuteAsync("lock table transcripts in access exclusive mode");
        var id = await callbacks.EndJobAsync(receiver.Url);

        // It is taken, and its job cannot be read for a moment.
        await Poll.UntilAsync(() => CountAsync("select count(*) from deliveries where attempt = 1 and job_id = $1"), count => count == 1);
        await ExecuteAsync($"delete from jobs where id = '{id}'");
        await transaction.CommitAsync(Token);

        await callbacks.Deliveries.WaitForStateAsync(await callbacks.EndJobAsync(receiver.Url), "delivered");
        Assert.Single(receiver.Received);
        Assert.Null(await EndpointAsync(receiver));

        async Task ExecuteAsync(string sql)
        {
            await using var command = new Npgsql.NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(Token);
        }

        async Task<long> CountAsync(string sql)
        {
            await using var command = callbacks.Database.CreateCommand(sql);
            command.Parameters.AddWithValue(id);
            return (long)(await command.ExecuteScalarAsync(Token))!;
        }
    }

    [Fact]
    public async Task A_fault_of_this_server_is_shown_and_tried_again_by_the_schedule_and_is_not_the_endpoints()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, client) = await callbacks.AddClientAsync();
        var deliveries = new DeliveryDriver(http);
        await ExecuteAsync($"update clients set protected_webhook_secret = 'not what it was' || protected_webhook_secret where id = '{client.Id}'");
        var id = await callbacks.EndJobAsync(receiver.Url, client.Id);

        var delivery = await deliveries.WaitForAttemptsAsync(id, 1);
        Assert.Equal(["fault"], DeliveryDriver.OutcomesOf(delivery));
        Assert.InRange(delivery.GetProperty("next_attempt_at").GetDateTimeOffset(), callbacks.Now, callbacks.Now.AddSeconds(6));
        Assert.Null(await EndpointAsync(receiver));

        await ExecuteAsync($"update clients set protected_webhook_secret = substring(protected_webhook_secret from 16) where id = '{client.Id}'");
        callbacks.Move(TimeSpan.FromMinutes(1));
        await deliveries.WaitForStateAsync(id, "delivered");

        async Task ExecuteAsync(string sql)
        {
            await using var command = callbacks.Database.CreateCommand(sql);
            Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
        }
    }

    [Fact]
    public async Task A_client_that_was_removed_is_told_nothing_that_nobody_has_signed()
    {
        await using var receiver = await Receiver.StartAsync();

        await callbacks.EndJobAsync(receiver.Url, client: "removed");

        Assert.Equal("The client was removed.", (await Poll.UntilAsync(() => EndpointAsync(receiver), endpoint => endpoint is not null))!.Reason);
        Assert.Empty(receiver.Received);
    }

    private async Task<FailingEndpoint?> EndpointAsync(Receiver receiver) =>
        (await callbacks.Desk.FailingAsync(100, Token)).SingleOrDefault(endpoint => endpoint.Url == receiver.Url.AbsoluteUri);
}
