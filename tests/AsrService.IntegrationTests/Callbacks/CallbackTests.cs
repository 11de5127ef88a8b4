using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.DeepFinch;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Tests.Outgoing;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Clients are told that their jobs have ended.</summary>
public sealed class CallbackTests(CallbackServer callbacks) : IClassFixture<CallbackServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_is_done_is_told_to_the_clients_URL_and_signed()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, client) = await callbacks.AddClientAsync(receiver.Url);
        var id = await new NativeDriver(http).SubmitAsync(Recordings.Mp3);

        await receiver.WaitAsync();
        var callback = Assert.Single(receiver.Received);
        Assert.Equal("application/json", callback.ContentType);
        Assert.Equal("job.done", callback.Json.GetProperty("type").GetString());
        var data = callback.Json.GetProperty("data");
        Assert.Equal(id, data.GetProperty("id").GetGuid());
        Assert.Equal("done", data.GetProperty("state").GetString());
        Assert.Equal(data.GetProperty("finished_at").GetDateTimeOffset(), callback.Json.GetProperty("timestamp").GetDateTimeOffset());
        Assert.False(data.TryGetProperty("text", out _));
        Assert.Equal(callback.SignedBy(client.WebhookSecret), callback.Signature);

        using var result = await http.GetAsync(new Uri(data.GetProperty("result").GetString()!, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
    }

    [Fact]
    public async Task Who_asked_for_full_events_is_told_the_text()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, _) = await callbacks.AddClientAsync(receiver.Url, fullEvents: true);
        await new NativeDriver(http).SubmitAsync(Recordings.Mp3);

        await receiver.WaitAsync();

        Assert.Contains(Recordings.Words, Assert.Single(receiver.Received).Json.GetProperty("data").GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_job_that_failed_is_told_with_the_reason()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, _) = await callbacks.AddClientAsync(receiver.Url);
        var jobs = new NativeDriver(http);
        var id = await jobs.SubmitAsync([1]);

        await receiver.WaitAsync();

        var callback = Assert.Single(receiver.Received).Json;
        Assert.Equal("job.failed", callback.GetProperty("type").GetString());
        Assert.Equal((await jobs.GetAsync(id)).GetProperty("error").GetString(), callback.GetProperty("data").GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_job_that_is_cancelled_is_told()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = new TaskCompletionSource();
        await using var files = await LoopbackServer.StartAsync(context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var (status, job) = await callbacks.Jobs.PostJsonAsync(JsonSerializer.Serialize(new { url = files.Url, callback_url = receiver.Url }));
        Assert.Equal(HttpStatusCode.Accepted, status);
        await asked.Task.WaitAsync(Token);

        Assert.Equal(HttpStatusCode.OK, await callbacks.Jobs.CallAsync(job.GetProperty("id").GetGuid(), "cancel"));
        await receiver.WaitAsync();

        Assert.Equal("job.cancelled", Assert.Single(receiver.Received).Json.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_job_that_is_quarantined_is_told()
    {
        await using var receiver = await Receiver.StartAsync();
        await callbacks.EndJobAsync(receiver.Url, state: "quarantined");

        await receiver.WaitAsync();

        Assert.Equal("job.quarantined", Assert.Single(receiver.Received).Json.GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_request_may_name_a_URL_of_its_own_in_every_protocol_that_has_room_for_it()
    {
        await using var usual = await Receiver.StartAsync();
        await using var named = await Receiver.StartAsync();
        var (http, client) = await callbacks.AddClientAsync(usual.Url);

        await new NativeDriver(http).SubmitAsync([1], $"?callback_url={named.Url}");
        await named.WaitAsync();

        using var form = AsrTaskDriver.Form(new ByteArrayContent([1]));
        form.Add(new StringContent(named.Url.AbsoluteUri), "callback_url");
        using var response = await http.PostAsync(new Uri(AsrTaskDriver.Path, UriKind.Relative), form, Token);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var taskId = (await AsrTaskDriver.ReadAsync(response)).GetProperty("task_id").GetString();
        await named.WaitAsync();

        var chosen = Guid.NewGuid().ToString();
        var reply = await new DeepFinchDriver(callbacks.Server.Http, client).PostAsync([1], chosen, ("callback_url", named.Url.AbsoluteUri));
        Assert.Equal("OK", reply.Word);
        await named.WaitAsync();

        Assert.Empty(usual.Received);
        var told = named.Received.Select(callback => callback.Json.GetProperty("data")).ToList();
        Assert.Equal(["native", "asr-task", "deepfinch"], told.Select(data => data.GetProperty("protocol").GetString()));
        Assert.Equal([taskId, chosen], told.Skip(1).Select(data => data.GetProperty("task_id").GetString()));
    }

    [Fact]
    public async Task Without_a_URL_nothing_is_told()
    {
        var (http, _) = await callbacks.AddClientAsync();
        var id = await new NativeDriver(http).SubmitAsync([1]);
        await new NativeDriver(http).WaitForStateAsync(id, "failed");

        Assert.Empty(await new DeliveryDriver(http).OfJobAsync(id));
    }

    [Theory]
    [InlineData("http://user:password@127.0.0.1/done", "name or password")]
    [InlineData("http://127.0.0.2/done", "not on the public Internet")]
    [InlineData("http://[::1]/done", "not on the public Internet")]
    [InlineData("ftp://127.0.0.1/done", "http:// or https://")]
    [InlineData("done", "an http or https URL")]
    public async Task A_URL_that_is_not_called_is_refused_with_the_submission(string url, string reason)
    {
        using var response = await callbacks.Jobs.PostAsync([1], $"?callback_url={Uri.EscapeDataString(url)}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, (await AsrTaskDriver.ReadAsync(response)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Of_a_job_that_is_deleted_nothing_more_is_sent()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500));
        var id = await callbacks.EndJobAsync(receiver.Url);
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 1);

        using var deleted = await callbacks.Server.Http.DeleteAsync(new Uri($"{NativeDriver.Path}/{id}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        callbacks.Move(TimeSpan.FromMinutes(1));
        await callbacks.SendAllAsync();

        Assert.Single(receiver.Received);
        Assert.Equal(HttpStatusCode.NotFound, await callbacks.Deliveries.StatusAsync(id));
    }

    [Fact]
    public async Task A_job_that_is_retried_is_told_when_it_ends_again_and_not_before()
    {
        await using var receiver = await Receiver.StartAsync(Receiver.Statuses(500, 200));
        var id = await callbacks.Jobs.SubmitAsync([1], $"?callback_url={receiver.Url}");
        await callbacks.Deliveries.WaitForAttemptsAsync(id, 1);
        var first = Assert.Single(receiver.Received);

        Assert.Equal(HttpStatusCode.OK, await callbacks.Jobs.CallAsync(id, "retry"));
        await callbacks.Jobs.WaitForStateAsync(id, "failed");
        await callbacks.Deliveries.WaitForStateAsync(id, "delivered");
        callbacks.Move(TimeSpan.FromMinutes(1));
        await callbacks.SendAllAsync();

        // What had not been told of the first end is told by the second.
        Assert.Equal(2, receiver.Received.Count);
        Assert.NotEqual(first.Id, receiver.Received.Last().Id);
        Assert.All(receiver.Received, callback => Assert.Equal("job.failed", callback.Json.GetProperty("type").GetString()));
    }
}
