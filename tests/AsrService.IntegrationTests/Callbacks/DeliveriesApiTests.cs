using System.Net;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>What was sent can be seen, and sent again, by those whose it is.</summary>
public sealed class DeliveriesApiTests(CallbackServer callbacks) : IClassFixture<CallbackServer>
{
    [Fact]
    public async Task Every_attempt_is_shown_with_its_time_status_answer_and_duration()
    {
        await using var receiver = await Receiver.StartAsync(async (context, count) =>
        {
            context.Response.StatusCode = count == 0 ? 503 : 200;
            await context.Response.WriteAsync(count == 0 ? "not now" : "thanks");
        });
        var before = callbacks.Now;
        var id = await callbacks.EndJobAsync(receiver.Url);
        var waiting = await callbacks.Deliveries.WaitForAttemptsAsync(id, 1);
        Assert.Equal("waiting", waiting.GetProperty("state").GetString());
        Assert.True(waiting.TryGetProperty("next_attempt_at", out _));

        callbacks.Move(TimeSpan.FromMinutes(1));
        var delivery = await callbacks.Deliveries.WaitForStateAsync(id, "delivered");

        Assert.Equal(receiver.Url.AbsoluteUri, delivery.GetProperty("url").GetString());
        Assert.Equal(receiver.Received.First().Id, delivery.GetProperty("id").GetString());
        Assert.False(delivery.TryGetProperty("next_attempt_at", out _));
        var (first, second) = (DeliveryDriver.AttemptsOf(delivery)[0], DeliveryDriver.AttemptsOf(delivery)[1]);
        Assert.Equal(("status", 503, "not now"), (first.GetProperty("outcome").GetString(), first.GetProperty("status_code").GetInt32(), first.GetProperty("detail").GetString()));
        Assert.Equal(("delivered", 200, "thanks"), (second.GetProperty("outcome").GetString(), second.GetProperty("status_code").GetInt32(), second.GetProperty("detail").GetString()));
        Assert.InRange(first.GetProperty("at").GetDateTimeOffset(), before, callbacks.Now);
        Assert.InRange(second.GetProperty("at").GetDateTimeOffset() - first.GetProperty("at").GetDateTimeOffset(), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3));
        Assert.InRange(first.GetProperty("duration_ms").GetInt32(), 0, 15_000);
    }

    [Fact]
    public async Task What_is_sent_again_has_the_same_id_and_keeps_its_attempts()
    {
        await using var receiver = await Receiver.StartAsync();
        var id = await callbacks.EndJobAsync(receiver.Url);
        var delivery = await callbacks.Deliveries.WaitForStateAsync(id, "delivered");

        var (status, body) = await callbacks.Deliveries.ResendAsync($"{delivery.GetProperty("id").GetGuid()}/resend");

        Assert.Equal((HttpStatusCode.OK, 1), (status, body.GetProperty("count").GetInt32()));
        var again = await callbacks.Deliveries.WaitForAttemptsAsync(id, 2);
        Assert.Equal(["delivered", "delivered"], DeliveryDriver.OutcomesOf(again));
        Assert.Equal(2, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(callback => callback.Id).Distinct());
    }

    [Fact]
    public async Task What_waits_for_its_next_attempt_is_not_sent_again_by_hand()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500));
        var delivery = await callbacks.Deliveries.WaitForAttemptsAsync(await callbacks.EndJobAsync(receiver.Url), 1);

        Assert.Equal(HttpStatusCode.Conflict, (await callbacks.Deliveries.ResendAsync($"{delivery.GetProperty("id").GetGuid()}/resend")).Status);
    }

    [Fact]
    public async Task Those_that_failed_are_sent_again_together()
    {
        await using var away = await Receiver.StartAsync(Receiver.Statuses(410, 410, 200));
        await using var well = await Receiver.StartAsync();
        var (http, client) = await callbacks.AddClientAsync();
        var deliveries = new DeliveryDriver(http);
        var failed = new[] { await callbacks.EndJobAsync(away.Url, client.Id), await callbacks.EndJobAsync(new Uri(away.Url, "/other"), client.Id) };
        var delivered = await callbacks.EndJobAsync(well.Url, client.Id);
        foreach (var id in failed)
            await deliveries.WaitForStateAsync(id, "failed");
        await deliveries.WaitForStateAsync(delivered, "delivered");
        foreach (var endpoint in await callbacks.Desk.FailingAsync(100, TestContext.Current.CancellationToken))
            await callbacks.Desk.EnableAsync(endpoint.Id, TestContext.Current.CancellationToken);

        Assert.Equal(0, await CountAsync(deliveries, $"?state=failed&job={delivered}"));
        Assert.Equal(0, await CountAsync(deliveries, $"?state=failed&to={Uri.EscapeDataString(TimeProvider.System.GetUtcNow().AddDays(-1).ToString("O"))}"));
        Assert.Equal(2, await CountAsync(deliveries, "?state=failed"));

        foreach (var id in failed)
            Assert.Equal(["gone", "delivered"], DeliveryDriver.OutcomesOf(await deliveries.WaitForStateAsync(id, "delivered")));
        Assert.Equal(2, away.Received.Select(callback => callback.Id).Distinct().Count());
        Assert.Single(well.Received);
        Assert.Equal(1, await CountAsync(deliveries, $"?url={Uri.EscapeDataString(well.Url.AbsoluteUri)}"));
    }

    [Fact]
    public async Task Deliveries_of_others_are_not_there_and_cannot_be_sent_again()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, client) = await callbacks.AddClientAsync();
        var (stranger, _) = await callbacks.AddClientAsync();
        var id = await callbacks.EndJobAsync(receiver.Url, client.Id);
        var delivery = (await new DeliveryDriver(http).WaitForStateAsync(id, "delivered")).GetProperty("id").GetGuid();

        foreach (var other in new[] { new DeliveryDriver(stranger), callbacks.Deliveries })
        {
            Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(id));
            Assert.Equal(HttpStatusCode.NotFound, (await other.ResendAsync($"{delivery}/resend")).Status);
            Assert.Equal(0, await CountAsync(other, $"?job={id}"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await callbacks.Deliveries.ResendAsync($"{Guid.NewGuid()}/resend")).Status);
        Assert.Single(receiver.Received);
    }

    [Theory]
    [InlineData("", "Say which")]
    [InlineData("?state=waiting", "delivered or failed")]
    [InlineData("?state=2", "delivered or failed")]
    [InlineData("?state=", "delivered or failed")]
    public async Task Who_sends_many_again_must_say_which(string query, string reason)
    {
        var (status, body) = await callbacks.Deliveries.ResendAsync($"resend{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, body.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Deliveries_are_kept_for_thirty_days()
    {
        await using var receiver = await Receiver.StartAsync();
        var id = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForStateAsync(id, "delivered");

        callbacks.Move(TimeSpan.FromDays(29));
        var young = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForStateAsync(young, "delivered");
        callbacks.Move(TimeSpan.FromDays(2));

        await Poll.UntilAsync(() => callbacks.Deliveries.OfJobAsync(id), deliveries => deliveries.Count == 0);
        Assert.Single(await callbacks.Deliveries.OfJobAsync(young));
    }

    private static async Task<int> CountAsync(DeliveryDriver deliveries, string query)
    {
        var (status, body) = await deliveries.ResendAsync($"resend{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("count").GetInt32();
    }
}
