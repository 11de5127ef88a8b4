using System.Net;
using AsrService.IntegrationTests.Callbacks;
using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>Recordings that come to nothing: the callback and the query say so, with the reason.</summary>
public sealed class TeleAiFailureTests(TeleAiServer servers) : IClassFixture<TeleAiServer>
{
    private readonly string id = Guid.NewGuid().ToString();

    [Theory]
    [InlineData("/none", 10903, "127.0.0.1 answered 404 instead of 200.", 1)]
    [InlineData("/broken", 10903, "127.0.0.1 answered 500 instead of 200.", 2)]
    [InlineData("/inside", 10903, "The host 127.0.0.2 is not on the public Internet.", 1)]
    [InlineData("/page", 10903, "The file is not audio in any format that this server can read.", 1)]
    [InlineData("/page.pcm", 10903, "The file is not audio in any format that this server can read.", 1)]
    [InlineData("/empty", 10903, "The file is empty.", 1)]
    [InlineData("/endless", 10903, "The file has more than 2000000 bytes, the most that is allowed.", 1)]
    [InlineData("/dies", 10903, "The download broke off.", 2)]
    [InlineData("/silent", 10503, "The download takes longer than 00:00:02.", 2)]
    [InlineData("/deaf", 10503, "127.0.0.1 did not answer in time.", 2)]
    public async Task A_file_that_is_none_fails_the_task(string path, int status, string reason, int attempts)
    {
        var requests = 0;
        await using var files = await LoopbackServer.StartAsync(context =>
        {
            Interlocked.Increment(ref requests);
            return AnswerAsync(context);
        });
        await FailsAsync(new Uri(files.Url, path), status, reason);

        Assert.Equal(attempts, requests);
    }

    [Fact]
    public async Task A_file_server_that_is_not_there_fails_the_task()
    {
        var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        var url = server.Url;
        await server.DisposeAsync();

        await FailsAsync(url, 10903, "127.0.0.1 cannot be reached.");
    }

    [Fact]
    public async Task A_host_that_has_no_address_fails_the_task() =>
        await FailsAsync(new Uri("http://audio.invalid/a.mp3"), 10903, "audio.invalid cannot be reached: its name has no address.");

    private static async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path)
        {
            case "/none":
                context.Response.StatusCode = 404;
                break;
            case "/broken":
                context.Response.StatusCode = 500;
                break;
            case "/inside":
                context.Response.Redirect("http://127.0.0.2/");
                break;
            case "/page" or "/page.pcm":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>Sign in first</html>");
                break;
            case "/empty":
                break;
            case "/endless":
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(new byte[100_000], context.RequestAborted);
                break;
            case "/dies":
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("some");
                break;
            case "/silent":
                await context.Response.WriteAsync("some");
                await NeverAsync(context);
                break;
            default:
                await NeverAsync(context);
                break;
        }
    }

    private static Task NeverAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task FailsAsync(Uri file, int status, string reason)
    {
        await using var receiver = await Receiver.StartAsync();
        var (signer, client) = await servers.AddClientAsync();
        var reply = await signer.PostAsync(TeleAiServer.Body(id, file, ("callback_url", receiver.Url), ("return_mode", 0), ("business_data", 7)));
        Assert.Equal((HttpStatusCode.OK, "\"10000\""), (reply.Status, reply.Code));

        await receiver.WaitAsync();

        var callback = Assert.Single(receiver.Received);
        Assert.Equal(callback.SignedBy(client.WebhookSecret), callback.Signature);
        var words = status == 10503 ? "服务连接超时" : "服务执行失败";
        Assert.Equal(
            $$"""{"code":"{{status}}","task_id":"{{callback.Json.GetProperty("task_id").GetGuid()}}","req_id":"{{id}}","status":{{status}},"status_msg":"{{words}}","business_data":7,"result":{"sentences":[]},"message":"{{reason}}","flag":0}""",
            callback.Body);
        Assert.Equal(callback.Body, (await signer.QueryAsync(id)).Body.GetRawText());
    }
}
