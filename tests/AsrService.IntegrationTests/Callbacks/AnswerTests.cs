using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>What becomes of a delivery, by how its receiver answers.</summary>
public sealed class AnswerTests(CallbackServer callbacks) : IClassFixture<CallbackServer>
{
    private static readonly int[] Minutes = [1, 7, 40, 150, 370, 730, 1010, 1450, 1750];

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Redirect(elsewhere.Url.AbsoluteUri);
            return Task.CompletedTask;
        });

        var attempt = await FirstAttemptAsync(receiver);

        Assert.Equal("status", attempt.GetProperty("outcome").GetString());
        Assert.Equal(302, attempt.GetProperty("status_code").GetInt32());
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task An_answer_of_5_MB_is_not_read_and_one_KiB_of_it_is_kept()
    {
        await using var receiver = await Receiver.StartAsync((context, _) => WriteAsync(context, 5 << 20));

        var attempt = await FirstAttemptAsync(receiver);

        Assert.Equal("delivered", attempt.GetProperty("outcome").GetString());
        Assert.Equal(new string('x', 1024), attempt.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_connection_whose_answer_is_too_long_is_not_used_again_and_any_other_is()
    {
        var connections = new List<string>();
        await using var receiver = await Receiver.StartAsync(async (context, count) =>
        {
            connections.Add(context.Connection.Id);
            await WriteAsync(context, count < 2 ? 200 : 200 << 10);
        });

        for (var i = 0; i < 4; i++)
            await callbacks.Deliveries.WaitForStateAsync(await callbacks.EndJobAsync(receiver.Url), "delivered");

        Assert.Equal(connections[0], connections[1]);
        Assert.Equal(connections[1], connections[2]);
        Assert.NotEqual(connections[2], connections[3]);
    }

    [Fact]
    public async Task What_the_receiver_says_is_kept_whatever_bytes_it_is_made_of()
    {
        await using var receiver = await Receiver.StartAsync(async (context, _) => await context.Response.Body.WriteAsync(new byte[] { (byte)'a', 0, 0xff, 0xfe, (byte)'b' }));

        Assert.Equal("a \ufffd\ufffdb", (await FirstAttemptAsync(receiver)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_receiver_that_closes_early_is_asked_again_at_once_and_then_by_the_schedule()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        var id = await callbacks.EndJobAsync(receiver.Url);

        var delivery = await callbacks.Deliveries.WaitForAttemptsAsync(id, 2);

        Assert.Equal(["unreachable", "unreachable"], DeliveryDriver.OutcomesOf(delivery));
        Assert.Equal(2, receiver.Received.Count);
        Assert.InRange(NextOf(delivery) - callbacks.Now, TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_asked_again_at_once_and_then_by_the_schedule()
    {
        await using var receiver = await Receiver.StartAsync();
        var url = receiver.Url;
        await receiver.DisposeAsync();

        var delivery = await callbacks.Deliveries.WaitForAttemptsAsync(await callbacks.EndJobAsync(url), 2);

        Assert.Equal(["unreachable", "unreachable"], DeliveryDriver.OutcomesOf(delivery));
        Assert.Equal("The host cannot be connected to.", DeliveryDriver.AttemptsOf(delivery)[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_wrong_certificate_is_a_failure_and_nothing_is_sent()
    {
        await using var receiver = await Receiver.StartAsync(tls: true);

        var attempt = await FirstAttemptAsync(receiver);

        Assert.Equal("unreachable", attempt.GetProperty("outcome").GetString());
        Assert.Contains("certificate", attempt.GetProperty("detail").GetString());
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task An_internal_address_is_never_connected_to()
    {
        await using var receiver = await Receiver.StartAsync(address: "127.0.0.2");

        var attempt = await FirstAttemptAsync(receiver);

        Assert.Equal("refused", attempt.GetProperty("outcome").GetString());
        Assert.Contains("not on the public Internet", attempt.GetProperty("detail").GetString());
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_receiver_that_fails_nine_times_has_got_it_in_the_end_under_one_id()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses([.. Enumerable.Repeat(500, 9), 204]));
        var id = await callbacks.EndJobAsync(receiver.Url);
        for (var failed = 1; failed <= 9; failed++)
        {
            await callbacks.Deliveries.WaitForAttemptsAsync(id, failed);
            callbacks.Move(TimeSpan.FromMinutes(Minutes[failed - 1]));
        }

        var delivery = await callbacks.Deliveries.WaitForStateAsync(id, "delivered");

        Assert.Equal([500, 500, 500, 500, 500, 500, 500, 500, 500, 204], DeliveryDriver.AttemptsOf(delivery).Select(attempt => attempt.GetProperty("status_code").GetInt32()));
        Assert.Equal(delivery.GetProperty("id").GetString(), Assert.Single(receiver.Received.Select(callback => callback.Id).Distinct()));
        Assert.True(receiver.Received.Select(callback => callback.Timestamp).Distinct().Count() == 10, "Each attempt has its own time");
    }

    [Fact]
    public async Task After_the_tenth_attempt_it_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500));
        var id = await callbacks.EndJobAsync(receiver.Url);
        for (var failed = 1; failed <= 9; failed++)
        {
            await callbacks.Deliveries.WaitForAttemptsAsync(id, failed);
            callbacks.Move(TimeSpan.FromMinutes(Minutes[failed - 1]));
        }

        var delivery = await callbacks.Deliveries.WaitForStateAsync(id, "failed");

        Assert.Equal(10, DeliveryDriver.AttemptsOf(delivery).Count);
        Assert.False(delivery.TryGetProperty("next_attempt_at", out var next) && next.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_is_given_it()
    {
        await using var receiver = await Receiver.StartAsync((context, count) =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = count == 0 ? (429, "1200") : (200, default(string));
            return Task.CompletedTask;
        });
        var id = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 1);

        callbacks.Move(TimeSpan.FromMinutes(19));
        await callbacks.SendAllAsync();
        var waiting = Assert.Single(await callbacks.Deliveries.OfJobAsync(id));
        Assert.Equal(1, waiting.GetProperty("attempt").GetInt32());
        Assert.InRange(NextOf(waiting) - callbacks.Now, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        callbacks.Move(TimeSpan.FromMinutes(1));
        await callbacks.Deliveries.WaitForStateAsync(id, "delivered");
    }

    private static DateTimeOffset NextOf(JsonElement delivery) => delivery.GetProperty("next_attempt_at").GetDateTimeOffset();

    private static async Task WriteAsync(HttpContext context, int bytes)
    {
        var chunk = new byte[1000];
        chunk.AsSpan().Fill((byte)'x');
        try
        {
            for (; bytes > 0 && !context.RequestAborted.IsCancellationRequested; bytes -= chunk.Length)
                await context.Response.Body.WriteAsync(chunk.AsMemory(0, Math.Min(bytes, chunk.Length)), context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has heard enough.
        }
    }

    private async Task<JsonElement> FirstAttemptAsync(Receiver receiver) => DeliveryDriver.AttemptsOf(
        await callbacks.Deliveries.WaitAsync(await callbacks.EndJobAsync(receiver.Url), delivery => DeliveryDriver.AttemptsOf(delivery).Count > 0))[0];
}
