using System.Net;
using AsrService.Outgoing;
using Microsoft.AspNetCore.Http;

namespace AsrService.Tests.Outgoing;

/// <summary>Downloads that break off and go on, with a server that hangs up in the middle.</summary>
public sealed class AudioResumptionTests
{
    private const string Tag = "\"one\"";

    private static readonly byte[] Whole = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i % 251))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Tag, null)]
    [InlineData(null, "Fri, 20 Nov 2026 10:00:00 GMT")]
    [InlineData("W/\"weak\"", "Fri, 20 Nov 2026 10:00:00 GMT")]
    public async Task A_download_goes_on_where_it_broke_off(string? tag, string? modified)
    {
        var asked = new List<(string Range, string Condition)>();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            asked.Add((context.Request.Headers.Range.ToString(), context.Request.Headers.IfRange.ToString()));
            return SendAsync(context, asked.Count * 3000, tag, modified);
        });

        Assert.Equal(Whole, await ReadAsync(server.Url));
        Assert.Equal([("", ""), ("bytes=3000-", asked[1].Condition), ("bytes=6000-", asked[1].Condition), ("bytes=9000-", asked[1].Condition)], asked);
        Assert.Equal(tag == Tag ? tag : modified, asked[1].Condition);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_asked_again()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            switch (requests++)
            {
                case 1:
                    context.Abort();
                    break;
                case 2:
                    context.Response.StatusCode = 503;
                    break;
                default:
                    await SendAsync(context, requests == 1 ? 3000 : 10_000, Tag);
                    break;
            }
        });

        Assert.Equal(Whole, await ReadAsync(server.Url));
        Assert.Equal(4, requests);
    }

    [Fact]
    public async Task A_server_that_breaks_off_each_time_is_given_up()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context => SendAsync(context, ++requests * 1000, Tag));

        var exception = await Assert.ThrowsAsync<DownloadException>(() => ReadAsync(server.Url));

        Assert.Equal((DownloadFault.Unreachable, true, "The download broke off."), (exception.Fault, exception.CanPass, exception.Message));
        Assert.Equal(6, requests);
    }

    [Fact]
    public async Task A_download_that_cannot_go_on_is_not_asked_for_again()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            requests++;
            return SendAsync(context, 3000, null);
        });

        await Assert.ThrowsAsync<DownloadException>(() => ReadAsync(server.Url));
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("ignores Range")]
    [InlineData("another version")]
    [InlineData("another tag")]
    [InlineData("another place")]
    [InlineData("another length")]
    [InlineData("only a part")]
    [InlineData("unknown length")]
    [InlineData("no range")]
    [InlineData("another unit")]
    [InlineData("redirect")]
    [InlineData("gone")]
    public async Task What_is_not_the_rest_of_the_same_file_is_not_taken_for_it(string answer)
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            if (requests++ == 0)
            {
                await SendAsync(context, 3000, Tag);
                return;
            }

            var (status, tag, range) = answer switch
            {
                "ignores Range" => (200, Tag, ""),
                "another version" => (200, "\"two\"", ""),
                "another tag" => (206, "\"two\"", "bytes 3000-9999/10000"),
                "another place" => (206, Tag, "bytes 2999-9999/10000"),
                "another length" => (206, Tag, "bytes 3000-9998/9999"),
                "only a part" => (206, Tag, "bytes 3000-5999/10000"),
                "unknown length" => (206, Tag, "bytes 3000-9999/*"),
                "no range" => (206, Tag, ""),
                "another unit" => (206, Tag, "seconds 3000-9999/10000"),
                "redirect" => (302, Tag, ""),
                _ => (404, Tag, ""),
            };
            context.Response.StatusCode = status;
            context.Response.Headers.ETag = tag;
            if (range.Length > 0)
                context.Response.Headers.ContentRange = range;
            if (status == 302)
                context.Response.Headers.Location = "/elsewhere";
            else
                await context.Response.Body.WriteAsync(Whole.AsMemory(status == 200 ? 0 : 3000));
        });

        var exception = await Record.ExceptionAsync(() => ReadAsync(server.Url));

        Assert.IsType<DownloadException>(exception);
        Assert.Equal((DownloadFault.Unreachable, 2), (((DownloadException)exception).Fault, requests));
    }

    [Fact]
    public async Task Limits_hold_for_the_whole_and_not_for_each_part()
    {
        var requests = 0;
        await using var server = await LoopbackServer.StartAsync(context => SendAsync(context, ++requests * 3000, Tag, length: requests == 1 ? null : Whole.Length));

        var exception = await Assert.ThrowsAsync<DownloadException>(() => ReadAsync(server.Url, new() { MaxBytes = 8000 }));

        Assert.Equal(DownloadFault.TooLarge, exception.Fault);
    }

    [Fact]
    public async Task The_rest_is_asked_for_where_the_file_was_and_not_where_it_was_sought()
    {
        var asked = new List<string>();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            asked.Add($"{context.Request.Path}{context.Request.Headers.Range}");
            if (context.Request.Path == "/file")
                return SendAsync(context, asked.Count == 2 ? 3000 : 10_000, Tag);
            context.Response.Redirect("/file");
            return Task.CompletedTask;
        });

        Assert.Equal(Whole, await ReadAsync(new Uri(server.Url, "/link")));
        Assert.Equal(["/link", "/file", "/filebytes=3000-"], asked);
    }

    // What is asked for, and no more than up to a position.
    private static async Task SendAsync(HttpContext context, int until, string? tag, string? modified = null, long? length = 10_000)
    {
        var from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        context.Response.Headers.ETag = tag;
        context.Response.Headers.LastModified = modified;
        context.Response.ContentLength = length - from;
        if (from > 0)
            (context.Response.StatusCode, context.Response.Headers.ContentRange) = ((int)HttpStatusCode.PartialContent, $"bytes {from}-{Whole.Length - 1}/{Whole.Length}");

        until = Math.Min(until, Whole.Length);
        await context.Response.Body.WriteAsync(Whole.AsMemory((int)from..until));
        await context.Response.Body.FlushAsync();

        // Kestrel hangs up; an Abort would also take back what it has sent.
        if (until < Whole.Length)
            throw new IOException("The server dies.");
    }

    private static async Task<byte[]> ReadAsync(Uri url, DownloadOptions? options = null)
    {
        using var caller = new Caller();
        using var audio = await caller.OpenAsync(url, options);
        using var copy = new MemoryStream();
        await audio.Content.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }
}
