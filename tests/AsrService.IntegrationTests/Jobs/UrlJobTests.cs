using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Tests.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.IntegrationTests.Jobs;

/// <summary>Recordings that a worker fetches by their URL, through the guard.</summary>
public sealed class UrlJobTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;
    private readonly NativeDriver jobs;

    public UrlJobTests(SharedServer shared)
    {
        // The servers of the tests are at 127.0.0.1; 127.0.0.2 is as internal as any other address.
        server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path, ("Asr:Outgoing:AllowedNetworks", "127.0.0.1/32"), ("Asr:Downloads:MaxBytes", "1000000"), ("Asr:Retries:FirstDelay", "00:00:01"));
        jobs = new NativeDriver(server.Http);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_recording_behind_a_redirect_is_fetched_once_kept_and_transcribed()
    {
        await using var files = await LoopbackServer.StartAsync(context =>
        {
            if (context.Request.Path == "/a")
                return Answer(context, Recordings.Mp3);
            context.Response.Redirect("/a");
            return Task.CompletedTask;
        });

        var job = await jobs.WaitForStateAsync(await SubmitAsync(files.Url), "done");

        Assert.Contains(Recordings.Words, job.GetProperty("text").GetString());
        Assert.Equal(2, files.Requests);
        Assert.Equal(Recordings.Mp3.Length, new FileInfo(Assert.Single(Blobs())).Length);
    }

    [Fact]
    public async Task What_cannot_pass_fails_at_once_with_the_reason()
    {
        await using var files = await LoopbackServer.StartAsync(context =>
        {
            switch (context.Request.Path)
            {
                case "/none":
                    context.Response.StatusCode = 404;
                    return Task.CompletedTask;
                case "/inside":
                    context.Response.Redirect("http://127.0.0.2/");
                    return Task.CompletedTask;
                case "/page":
                    return context.Response.WriteAsync("<html>Sign in first</html>");
                default:
                    return Answer(context, new byte[1_000_001]);
            }
        });

        foreach (var (path, reason) in new[] { ("none", "answered 404"), ("inside", "is not on the public Internet"), ("page", "not audio"), ("large", "more than 1000000 bytes") })
        {
            var job = await jobs.WaitForStateAsync(await SubmitAsync(new Uri(files.Url, path)), "failed");

            Assert.Contains(reason, job.GetProperty("error").GetString());
            Assert.Equal(["failed"], NativeDriver.OutcomesOf(job));
        }
    }

    [Fact]
    public async Task What_can_pass_is_tried_again()
    {
        var attempts = 0;
        await using var files = await LoopbackServer.StartAsync(async context =>
        {
            var attempt = Interlocked.Increment(ref attempts);
            if (attempt == 1)
            {
                // It breaks off.
                context.Response.ContentLength = Recordings.Mp3.Length;
                await context.Response.Body.WriteAsync(Recordings.Mp3.AsMemory(0, 1000));
                context.Abort();
                return;
            }

            await Answer(context, Recordings.Mp3);
        });

        var job = await jobs.WaitForStateAsync(await SubmitAsync(files.Url), "done");

        Assert.Equal(["retried", "done"], NativeDriver.OutcomesOf(job));
        Assert.Single(Blobs());
    }

    [Fact]
    public async Task A_job_that_is_cancelled_while_it_is_fetched_leaves_nothing_behind()
    {
        var asked = new TaskCompletionSource();
        await using var files = await LoopbackServer.StartAsync(async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var id = await SubmitAsync(files.Url);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("fetching", NativeDriver.StateOf(await jobs.GetAsync(id)));

        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(id, "cancel"));

        Assert.Equal("cancelled", NativeDriver.StateOf(await jobs.GetAsync(id)));
        Assert.Empty(Blobs());
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(id));
    }

    [Theory]
    [InlineData("{}", "The field url is missing.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{\"url\":", "The body is not valid JSON.")]
    [InlineData("{\"url\":\"\\ud800\"}", "The body is not valid JSON.")]
    [InlineData("{\"url\":[\"http://example.org/\"]}", "must be single ones")]
    [InlineData("{\"url\":\"ftp://example.org/a\"}", "http:// or https://")]
    [InlineData("{\"url\":\"http://169.254.169.254/latest/meta-data\"}", "not on the public Internet")]
    [InlineData("{\"url\":\"http://[::1]/\"}", "not on the public Internet")]
    [InlineData("{\"url\":\"http://0x7f.2/\"}", "not on the public Internet")]
    [InlineData("{\"url\":\"http://127.0.0.1/a\",\"language\":\"tlh\"}", "The field language must be")]
    public async Task A_request_that_is_wrong_is_refused_at_once(string body, string reason)
    {
        var (status, problem) = await jobs.PostJsonAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_same_key_and_URL_again_is_the_same_job()
    {
        await using var files = await LoopbackServer.StartAsync(context => Answer(context, Recordings.Mp3));
        var ids = new List<string?>();
        foreach (var (path, status) in new[] { ("a", 202), ("a", 202), ("b", 409) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, NativeDriver.Path)
            {
                Content = new StringContent($$"""{"url":"{{new Uri(files.Url, path)}}"}""", System.Text.Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("Idempotency-Key", "once");
            using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
            if (status == 202)
                ids.Add((await AsrTaskDriver.ReadAsync(response)).GetProperty("id").GetString());
        }

        Assert.Single(ids.Distinct());
    }

    private static async Task Answer(HttpContext context, byte[] bytes) => await context.Response.Body.WriteAsync(bytes);

    private async Task<Guid> SubmitAsync(Uri url)
    {
        var (status, body) = await jobs.PostJsonAsync(JsonSerializer.Serialize(new { url, language = "en" }));
        Assert.Equal(HttpStatusCode.Accepted, status);
        return body.GetProperty("id").GetGuid();
    }

    private async Task<HttpStatusCode> DeleteAsync(Guid id)
    {
        using var response = await server.Http.DeleteAsync(new Uri($"{NativeDriver.Path}/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private string[] Blobs() => Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories);
}
