using System.Net;
using AsrService.Outgoing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AsrService.Tests.Outgoing;

public sealed class OutgoingHttpTests
{
    private const string Allowed = "127.0.0.1";
    private const string Inside = "127.0.0.2";
    private const string Public = "93.184.216.34";

    [Fact]
    public async Task A_name_is_resolved_once_for_each_connection()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("here"));
        using var caller = new Caller([Allowed], [Inside]);

        for (var i = 0; i < 3; i++)
        {
            using var response = await caller.GetAsync(server.At("audio.example.org"));
            Assert.Equal("here", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, caller.Asked);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_after_the_check_is_refused_at_the_connection()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask, Inside);
        using var caller = new Caller([Allowed], [Inside]);
        var url = server.At("audio.example.org");

        Assert.Null(await caller.Guard.CheckAsync(url, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(url));

        Assert.Equal((2, 0), (caller.Asked, server.Requests));
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_is_refused_at_the_next_connection()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        using var caller = new Caller([Allowed], [Inside]);
        var url = server.At("audio.example.org");

        using (var response = await caller.GetAsync(url))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(url));
    }

    [Theory]
    [InlineData(Public, Inside)]
    [InlineData(Inside, Public)]
    [InlineData(Allowed, Inside)]
    [InlineData(Inside, Allowed)]
    public async Task One_internal_address_refuses_the_name(string first, string second)
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        using var caller = new Caller([first, second]);

        await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(server.At("audio.example.org")));

        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task The_internal_address_stands_in_the_log_and_not_in_the_sentence()
    {
        using var caller = new Caller(["10.20.30.40"]);

        var exception = await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(new Uri("http://audio.example.org/")));

        Assert.Equal("The host audio.example.org is not on the public Internet.", exception.Message);
        Assert.Contains("10.20.30.40", Assert.Single(caller.Logged));
    }

    [Fact]
    public async Task A_name_without_an_address_is_refused()
    {
        using var caller = new Caller([[]]);

        await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(new Uri("http://audio.example.org/")));
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        using var caller = new Caller(["127.0.0.3", Allowed]);

        using var response = await caller.GetAsync(server.At("audio.example.org"));

        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_is_given_up()
    {
        var options = new OutgoingOptions { ConnectTimeout = TimeSpan.FromMilliseconds(100) };
        var guard = new OutgoingGuard(options, async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return [];
        });
        using var http = new OutgoingHttp(guard, options, NullLogger<OutgoingHttp>.Instance);
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://audio.example.org/");

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.ConnectionError, exception.HttpRequestError);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://user:secret@127.0.0.1/")]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://2130706434/")]
    public async Task Whoever_did_not_ask_the_guard_is_refused_as_well(string url)
    {
        using var caller = new Caller();

        await Assert.ThrowsAsync<OutgoingRefusedException>(() => caller.GetAsync(new Uri(url)));
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        using var caller = new Caller();

        using var response = await caller.GetAsync(server.Url);

        Assert.Equal((HttpStatusCode.Found, 1), (response.StatusCode, server.Requests));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask, tls: true);
        using var caller = new Caller();

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => caller.GetAsync(server.Url));

        Assert.Equal((HttpRequestError.SecureConnectionError, 0), (exception.HttpRequestError, server.Requests));
    }

    [Fact]
    public async Task A_request_says_who_calls_and_nothing_more()
    {
        string[] headers = [];
        var agent = "";
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            headers = [.. context.Request.Headers.Keys.Order(StringComparer.Ordinal)];
            agent = context.Request.Headers.UserAgent.ToString();
            return Task.CompletedTask;
        });
        using var caller = new Caller();
        using var activity = new System.Diagnostics.Activity("test").Start();

        using var response = await caller.GetAsync(server.Url);

        Assert.Equal(["Host", "User-Agent"], headers);
        Assert.Equal("AsrService", agent);
    }
}
