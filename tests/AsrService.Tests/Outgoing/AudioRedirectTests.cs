using System.Net;
using AsrService.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.Tests.Outgoing;

public sealed class AudioRedirectTests
{
    [Theory]
    [InlineData(5, 301)]
    [InlineData(5, 302)]
    [InlineData(5, 303)]
    [InlineData(5, 307)]
    [InlineData(5, 308)]
    [InlineData(0, 302)]
    public async Task Five_redirects_are_followed(int hops, int status)
    {
        await using var server = await LoopbackServer.StartAsync(context => Chain(context, status));
        using var caller = new Caller();

        using var audio = await caller.OpenAsync(new Uri(server.Url, $"/{hops}"));

        Assert.Equal(hops + 1, server.Requests);
    }

    [Fact]
    public async Task Six_redirects_are_too_many()
    {
        await using var server = await LoopbackServer.StartAsync(context => Chain(context, 302));

        await Caller.FailsAsync(DownloadFault.TooManyRedirects, new Uri(server.Url, "/6"));

        Assert.Equal(6, server.Requests);
    }

    [Fact]
    public async Task A_loop_of_redirects_ends()
    {
        await using var server = await LoopbackServer.StartAsync(context => Redirect(context, "/"));

        await Caller.FailsAsync(DownloadFault.TooManyRedirects, server.Url);
    }

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://127.0.0.2:PORT/")]
    [InlineData("//127.0.0.2:PORT/")]
    [InlineData("http://2130706434/")]
    [InlineData("http://[::ffff:127.0.0.2]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://inside.example.org:PORT/")]
    [InlineData("http://user@127.0.0.1:PORT/")]
    [InlineData("ftp://127.0.0.1/a.mp3")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://")]
    [InlineData(null)]
    public async Task A_redirect_is_checked_like_the_first_URL(string? location)
    {
        await using var inside = await LoopbackServer.StartAsync(_ => Task.CompletedTask, "127.0.0.2");
        var port = inside.Url.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var server = await LoopbackServer.StartAsync(context => Redirect(context, location?.Replace("PORT", port, StringComparison.Ordinal)));

        await Caller.FailsAsync(DownloadFault.Refused, server.Url, answer: "127.0.0.2");

        Assert.Equal((1, 0), (server.Requests, inside.Requests));
    }

    [Fact]
    public void A_redirect_cannot_leave_https()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://audio.example.org/a.mp3") } };

        Assert.Equal(response.Headers.Location, AudioDownload.Target(new Uri("http://audio.example.org/"), response));
        var exception = Assert.Throws<DownloadException>(() => AudioDownload.Target(new Uri("https://audio.example.org/"), response));
        Assert.Equal(DownloadFault.Refused, exception.Fault);
    }

    [Theory]
    [InlineData("there")]
    [InlineData("./there")]
    [InlineData("/a/there")]
    [InlineData("../a/there?x=1")]
    [InlineData("//127.0.0.1:PORT/a/there")]
    public async Task A_redirect_may_be_relative(string location)
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Request.Path == "/a/there"
            ? context.Response.WriteAsync("here")
            : Redirect(context, location.Replace("127.0.0.1:PORT", context.Request.Host.Value, StringComparison.Ordinal)));
        using var caller = new Caller();

        using var audio = await caller.OpenAsync(new Uri(server.Url, "/a/start"));

        Assert.Equal("here", await new StreamReader(audio.Content).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>/3 leads to /2, and so on to the file.</summary>
    private static Task Chain(HttpContext context, int status)
    {
        var left = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
        return left == 0 ? context.Response.WriteAsync("here") : Redirect(context, $"/{left - 1}", status);
    }

    private static Task Redirect(HttpContext context, string? location, int status = 302)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
