using System.Net;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Security;

/// <summary>API keys: the ASR task protocol and the native API.</summary>
public sealed class ApiKeyTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private const string TaskPath = AsrTaskDriver.Path + "/20250331222301719319";
    private const string JobPath = NativeDriver.Path + "/0197d1e0-0000-7000-8000-000000000000";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ClientStore Clients => servers.Closed.Services.GetRequiredService<ClientStore>();

    [Theory]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    [InlineData("X-API-Key", "")]
    public async Task The_right_key_lets_in(string header, string scheme)
    {
        var (_, client) = await servers.AddClientAsync();

        foreach (var path in new[] { TaskPath, JobPath })
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(path, header, scheme + client.Secret)).Status);
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_the_answer_is_401_in_the_protocols_form()
    {
        var (_, client) = await servers.AddClientAsync();
        string[] wrong =
        [
            client.Secret[..^1] + (client.Secret[^1] == 'A' ? 'B' : 'A'), client.Secret + "x", client.Secret[..^1], client.Id, client.WebhookSecret, "asr_", "asr__", "x",
            $"asr_{client.Id}_", new string('a', 5000),
        ];

        foreach (var key in wrong.Prepend(null))
        {
            var task = await AskAsync(TaskPath, "X-API-Key", key);
            Assert.Equal(HttpStatusCode.Unauthorized, task.Status);
            Assert.NotEmpty(task.Body.GetProperty("error").GetString()!);
            Assert.Single(task.Body.EnumerateObject());
            Assert.Equal("Bearer", task.Challenge);
        }

        var job = await AskAsync(JobPath, "X-API-Key", null);
        Assert.Equal(HttpStatusCode.Unauthorized, job.Status);
        Assert.Equal(401, job.Body.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_credential_of_another_kind_is_none()
    {
        var (_, client) = await servers.AddClientAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(TaskPath, "Authorization", "Basic " + client.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(TaskPath, "Authorization", client.Secret)).Status);
    }

    [Fact]
    public async Task A_client_that_has_expired_is_refused()
    {
        var (past, _) = await servers.AddClientAsync(SecuredServer.Settings() with { ExpiresAt = DateTimeOffset.UnixEpoch });
        var (future, _) = await servers.AddClientAsync(SecuredServer.Settings() with { ExpiresAt = DateTimeOffset.MaxValue });

        var (status, body) = await new AsrTaskDriver(past).GetAsync("20250331222301719319");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("expired", body.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await new AsrTaskDriver(future).GetAsync("20250331222301719319")).Status);
    }

    [Fact]
    public async Task A_client_is_refused_from_the_moment_it_is_disabled_until_it_is_enabled()
    {
        var (http, client) = await servers.AddClientAsync();

        Assert.True(await Clients.SetDisabledAsync(client.Name, true, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));
        Assert.True(await Clients.SetDisabledAsync(client.Name, false, Token));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http));
    }

    [Fact]
    public async Task A_new_secret_ends_the_old_one()
    {
        var (http, client) = await servers.AddClientAsync();

        var rotated = await Clients.RotateAsync(client.Name, Token);

        Assert.Equal(client.Id, rotated!.Id);
        Assert.NotEqual(client.Secret, rotated.Secret);
        Assert.NotEqual(client.WebhookSecret, rotated.WebhookSecret);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(servers.With(rotated.Secret)));
    }

    [Fact]
    public async Task A_client_that_is_removed_is_refused()
    {
        var (http, client) = await servers.AddClientAsync();

        Assert.True(await Clients.RemoveAsync(client.Name, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http));
    }

    [Fact]
    public async Task A_client_may_use_its_protocols_only()
    {
        var (http, _) = await servers.AddClientAsync(SecuredServer.Settings() with { Protocols = [Protocols.Native] });

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http));
        using var job = await http.GetAsync(new Uri(JobPath, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, job.StatusCode);
    }

    [Fact]
    public async Task An_upload_without_a_key_is_refused_before_it_is_stored()
    {
        using var response = await new AsrTaskDriver(servers.Closed.Http).PostAsync(Recordings.Mp3);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(Directory.GetFiles(servers.Closed.Data.Spool));
    }

    [Theory]
    [InlineData(null, 404)]
    [InlineData("localhost", 404)]
    [InlineData("10.0.2.2:8080", 404)]
    [InlineData("[::1]:8080", 404)]
    [InlineData("rebound.example", 401)]
    [InlineData("localhost.example", 401)]
    public async Task On_the_loopback_address_no_key_is_needed_unless_a_name_led_there(string? host, int status)
    {
        foreach (var path in new[] { TaskPath, JobPath })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await servers.Open.Http.SendAsync(request, Token);

            Assert.Equal(status, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task On_the_loopback_address_a_page_of_elsewhere_cannot_use_the_native_API()
    {
        foreach (var (origin, status) in new[] { ("https://elsewhere.example", HttpStatusCode.Unauthorized), ($"http://{servers.Open.Http.BaseAddress!.Authority}", HttpStatusCode.NotFound) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, JobPath);
            request.Headers.Add("Origin", origin);
            using var response = await servers.Open.Http.SendAsync(request, Token);

            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_wrong_key_is_refused_even_where_none_is_needed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TaskPath);
        request.Headers.Add("X-API-Key", "asr_nobody_x");
        using var response = await servers.Open.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Health_and_description_need_no_key()
    {
        foreach (var path in new[] { "/healthz/live", "/healthz/ready", "/swagger/v1/swagger.json" })
        {
            using var response = await servers.Closed.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http) => (await new AsrTaskDriver(http).GetAsync("20250331222301719319")).Status;

    private async Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body, string? Challenge)> AskAsync(string path, string header, string? value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        using var response = await servers.Closed.Http.SendAsync(request, Token);
        return (response.StatusCode, await AsrTaskDriver.ReadAsync(response), response.Headers.WwwAuthenticate.FirstOrDefault()?.Scheme);
    }
}
