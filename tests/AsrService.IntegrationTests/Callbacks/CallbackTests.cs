using System.Net;
using AsrService.Core.Callbacks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Clients are told that their jobs have ended.</summary>
public sealed class CallbackTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;

    public CallbackTests(SharedServer shared) =>
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_job_that_is_done_is_told_to_the_clients_URL_and_signed()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, client) = await server.AddClientAsync(new() { Name = "ward", CallbackUrl = receiver.Url.AbsoluteUri });
        var jobs = new NativeDriver(http);
        var id = await jobs.SubmitAsync(Recordings.Mp3);

        await receiver.WaitAsync();
        var callback = Assert.Single(receiver.Received);
        Assert.Equal("application/json", callback.ContentType);
        Assert.Equal("job.done", callback.Json.GetProperty("type").GetString());
        var data = callback.Json.GetProperty("data");
        Assert.Equal(id, data.GetProperty("id").GetGuid());
        Assert.Equal("done", data.GetProperty("state").GetString());
        Assert.False(data.TryGetProperty("text", out _));
        Assert.Equal(
            WebhookSignature.Of([client.WebhookSecret], callback.Id, long.Parse(callback.Timestamp, System.Globalization.CultureInfo.InvariantCulture), System.Text.Encoding.UTF8.GetBytes(callback.Body)),
            callback.Signature);

        using var result = await http.GetAsync(new Uri(data.GetProperty("result").GetString()!, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, result.StatusCode);
    }
}
