using System.Net;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using AsrService.IntegrationTests.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>deepfinch's two headers. Whoever is let in here sends no recording, and is told so.</summary>
public sealed class DeepFinchAccessTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private static readonly (HttpStatusCode, string) LetIn = (HttpStatusCode.BadRequest, "INVALID_ARGUMENT");
    private static readonly (HttpStatusCode, string) Unauthorized = (HttpStatusCode.Unauthorized, "UNAUTHORIZED");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ClientStore Clients => servers.Closed.Services.GetRequiredService<ClientStore>();

    [Fact]
    public async Task The_right_id_and_secret_let_in()
    {
        var client = await AddAsync();

        Assert.Equal(LetIn, await AskAsync(client.Id, client.Secret));
    }

    [Fact]
    public async Task Both_headers_are_needed_even_on_the_loopback_address()
    {
        var client = await AddAsync();

        foreach (var http in new[] { servers.Closed.Http, servers.Open.Http, servers.With(client.Secret) })
        {
            foreach (var (id, secret) in new[] { (null, null), (client.Id, null), (null, client.Secret), ("", client.Secret), (client.Id, "") })
            {
                var reply = await new DeepFinchDriver(http, id, secret).PostAsync([1], "mine");
                Assert.Equal(Unauthorized, (reply.Status, reply.Word));
                Assert.Equal("The headers X-DF-API-ID and X-DF-API-SECRET are required.", reply.Reason);
            }
        }
    }

    [Fact]
    public async Task A_wrong_id_or_secret_is_refused()
    {
        var client = await AddAsync();
        var other = await AddAsync();

        foreach (var (id, secret) in new[]
        {
            (client.Id, client.Secret + "x"), (client.Id, client.Secret[..^1]), (client.Id, other.Secret), (other.Id, client.Secret), ("nobody", client.Secret),
            (client.Name, client.Secret), (client.Id, client.WebhookSecret),
        })
            Assert.Equal(Unauthorized, await AskAsync(id, secret));
    }

    [Fact]
    public async Task A_client_that_has_expired_is_told_so()
    {
        var past = await AddAsync(SecuredServer.Settings() with { ExpiresAt = DateTimeOffset.UnixEpoch });

        Assert.Equal((HttpStatusCode.Unauthorized, "KEY_EXPIRED"), await AskAsync(past.Id, past.Secret));
    }

    [Fact]
    public async Task A_client_is_refused_from_the_moment_it_is_disabled_until_it_is_enabled()
    {
        var client = await AddAsync();

        Assert.True(await Clients.SetDisabledAsync(client.Name, true, Token));
        Assert.Equal(Unauthorized, await AskAsync(client.Id, client.Secret));
        Assert.True(await Clients.SetDisabledAsync(client.Name, false, Token));
        Assert.Equal(LetIn, await AskAsync(client.Id, client.Secret));
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one_and_a_removed_client_has_none()
    {
        var client = await AddAsync();

        var rotated = await Clients.RotateAsync(client.Name, Token);
        Assert.Equal(Unauthorized, await AskAsync(client.Id, client.Secret));
        Assert.Equal(LetIn, await AskAsync(client.Id, rotated!.Secret));

        Assert.True(await Clients.RemoveAsync(client.Name, Token));
        Assert.Equal(Unauthorized, await AskAsync(client.Id, rotated.Secret));
    }

    [Fact]
    public async Task A_client_of_other_protocols_has_no_permission()
    {
        var client = await AddAsync(SecuredServer.Settings() with { Protocols = [.. Protocols.All.Except([Protocols.DeepFinch])] });

        Assert.Equal((HttpStatusCode.Forbidden, "NO_PERMISSION"), await AskAsync(client.Id, client.Secret));
    }

    [Theory]
    [InlineData("POST", "/voice/asr")]
    [InlineData("POST", "/voice/asr/")]
    [InlineData("GET", "/voice/asr/task_online_add_audio")]
    [InlineData("GET", "/voice/asr/task_online_close")]
    [InlineData("GET", "/voice/asr/task_offline_add_audio")]
    [InlineData("PUT", "/voice/asr/a/b?c=d")]
    public async Task Another_path_is_not_there_for_anybody(string method, string path)
    {
        var client = await AddAsync();

        foreach (var driver in new[] { new DeepFinchDriver(servers.Closed.Http, null, null), new DeepFinchDriver(servers.Closed.Http, client) })
        {
            var reply = await driver.SendAsync(new HttpMethod(method), path);
            Assert.Equal((HttpStatusCode.NotFound, "NOT_FOUND"), (reply.Status, reply.Word));
        }
    }

    private async Task<IssuedClient> AddAsync(ClientSettings? settings = null) => (await servers.AddClientAsync(settings)).Issued;

    private async Task<(HttpStatusCode Status, string Word)> AskAsync(string id, string secret)
    {
        using var nothing = new MultipartFormDataContent();
        var reply = await new DeepFinchDriver(servers.Closed.Http, id, secret).SendAsync(nothing);
        return (reply.Status, reply.Word);
    }
}
