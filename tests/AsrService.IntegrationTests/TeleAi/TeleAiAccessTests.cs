using System.Diagnostics;
using System.Net;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using AsrService.IntegrationTests.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>TeleAI's signature. Whoever is let in here asks for a task that is not there, and is told so.</summary>
public sealed class TeleAiAccessTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private const string LetIn = "992008";

    private static readonly string Target = TeleAiSigner.QueryOf("no such");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private ClientStore Clients => servers.Closed.Services.GetRequiredService<ClientStore>();

    [Fact]
    public async Task The_right_signature_lets_in_in_each_clients_way()
    {
        var signer = await AddAsync();

        foreach (var way in new[]
        {
            signer, signer with { EncodesSlashes = true }, signer with { ContentType = "application/json" }, signer with { ContentType = "application/json; charset=utf-8" },
            signer with { At = Now.AddMinutes(-4), Expiration = 0 }, signer with { At = Now.AddMinutes(4) }, signer with { Http = servers.Open.Http },
        })
            Assert.Equal(LetIn, (await way.GetAsync(Target)).Code);
        Assert.Equal(LetIn, (await signer.GetAsync($"{TeleAiSigner.QueryPath}?z=%E4%BB%BB&requestId=a&b=")).Code);
    }

    [Fact]
    public async Task A_wrong_key_or_id_is_refused()
    {
        var (signer, other) = (await AddAsync(), await AddAsync());

        await RefusedAsync((signer with { AppKey = signer.AppKey + "x" }).GetAsync(Target));
        await RefusedAsync((signer with { AppKey = other.AppKey }).GetAsync(Target));
        await RefusedAsync((signer with { AppKey = "" }).GetAsync(Target));
        await RefusedAsync((signer with { AppId = "nobody", AppKey = "" }).GetAsync(Target));
        await RefusedAsync(signer.GetAsync(Target, authorization: signer.AppKey));
        await RefusedAsync(signer.GetAsync(Target, authorization: "Bearer " + signer.AppKey));
    }

    [Fact]
    public async Task A_signature_is_good_for_its_own_request_only()
    {
        var (signer, other) = (await AddAsync(), await AddAsync());

        await RefusedAsync(signer.GetAsync(TeleAiSigner.QueryOf("another"), signer.Sign(Target)), "another");
        await RefusedAsync(signer.GetAsync(Target + "&a=b", signer.Sign(Target)));
        await RefusedAsync(signer.GetAsync(Target, appId: other.AppId));
        await RefusedAsync(signer.GetAsync(Target, appId: ""));
        await RefusedAsync((signer with { ContentType = "application/json" }).GetAsync(Target, contentType: "text/plain"));
    }

    [Fact]
    public async Task Without_a_header_nobody_is_let_in_not_even_on_the_loopback_address()
    {
        var signer = await AddAsync();

        foreach (var http in new[] { servers.Closed.Http, servers.Open.Http })
        {
            foreach (var (name, value) in new[] { ("Authorization", signer.Sign(Target)), ("X-APP-ID", signer.AppId), ("X-API-Key", signer.AppKey) })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Target);
                request.Headers.TryAddWithoutValidation(name, value);
                await RefusedAsync(TeleAiSigner.SendAsync(http, request));
            }
        }
    }

    [Fact]
    public async Task A_signature_that_is_over_or_not_yet_begun_is_refused()
    {
        var signer = await AddAsync();

        await RefusedAsync((signer with { At = Now.AddMinutes(-36) }).GetAsync(Target));
        await RefusedAsync((signer with { At = Now.AddMinutes(-6), Expiration = 0 }).GetAsync(Target));
        await RefusedAsync((signer with { At = Now.AddMinutes(6) }).GetAsync(Target));
        await RefusedAsync((signer with { Expiration = 10 * 365 * 86_400 }).GetAsync(Target));
    }

    [Fact]
    public async Task A_signature_can_be_repeated_until_it_is_over()
    {
        // With the five minutes that clocks may differ by, five seconds are left.
        var signer = await AddAsync() with { At = Now.AddMinutes(-5).AddSeconds(-5), Expiration = 10 };
        var authorization = signer.Sign(Target);
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        Assert.Equal(LetIn, (await signer.GetAsync(Target, authorization)).Code);

        while (await signer.GetAsync(Target, authorization) is { Status: HttpStatusCode.OK })
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1));
            await timer.WaitForNextTickAsync(Token);
        }

        await RefusedAsync(signer.GetAsync(Target, authorization));
    }

    [Fact]
    public async Task Expired_disabled_and_removed_clients_are_refused_and_those_of_other_protocols()
    {
        var signer = await AddAsync(SecuredServer.Settings() with { ExpiresAt = DateTimeOffset.UnixEpoch });
        await RefusedAsync(signer.GetAsync(Target));

        signer = await AddAsync(SecuredServer.Settings() with { Protocols = [.. Protocols.All.Except([Protocols.TeleAi])] });
        await RefusedAsync(signer.GetAsync(Target));

        var settings = SecuredServer.Settings();
        signer = await AddAsync(settings);
        Assert.True(await Clients.SetDisabledAsync(settings.Name, true, Token));
        await RefusedAsync(signer.GetAsync(Target));
        Assert.True(await Clients.SetDisabledAsync(settings.Name, false, Token));
        Assert.Equal(LetIn, (await signer.GetAsync(Target)).Code);
        Assert.True(await Clients.RemoveAsync(settings.Name, Token));
        await RefusedAsync(signer.GetAsync(Target));
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one()
    {
        var settings = SecuredServer.Settings();
        var signer = await AddAsync(settings);

        var rotated = await Clients.RotateAsync(settings.Name, Token);

        await RefusedAsync(signer.GetAsync(Target));
        Assert.Equal(LetIn, (await (signer with { AppKey = rotated!.Secret }).GetAsync(Target)).Code);
    }

    [Fact]
    public async Task Too_many_requests_are_told_with_the_protocols_code()
    {
        var signer = await AddAsync(SecuredServer.Settings() with { RequestsPerSecond = 2 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => signer.GetAsync(Target)));

        Assert.Contains(replies, reply => reply.Code == LetIn);
        Assert.Contains(replies, reply => reply is { Status: HttpStatusCode.OK, Code: "\"10302\"", HasRetryAfter: true });
        Assert.All(replies, reply => Assert.True(reply.Code is LetIn or "\"10302\""));
    }

    [Fact]
    public async Task Another_path_is_not_there_for_anybody()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/aipaas/lm/v1/asyncResult?requestId=a");
        var reply = await TeleAiSigner.SendAsync(servers.Closed.Http, request);

        Assert.Equal((HttpStatusCode.NotFound, "\"10304\"", "a"), (reply.Status, reply.Code, reply.Body.GetProperty("requestId").GetString()));
    }

    private static async Task RefusedAsync(Task<TeleAiReply> asked, string requestId = "no such")
    {
        var reply = await asked;
        Assert.Equal(HttpStatusCode.Unauthorized, reply.Status);
        Assert.Equal("\"401\"", reply.Code);
        Assert.NotEmpty(reply.Body.GetProperty("msg").GetString()!);
        Assert.Equal(requestId, reply.Body.GetProperty("requestId").GetString());
    }

    private async Task<TeleAiSigner> AddAsync(ClientSettings? settings = null) => new(servers.Closed.Http, (await servers.AddClientAsync(settings)).Issued);
}
