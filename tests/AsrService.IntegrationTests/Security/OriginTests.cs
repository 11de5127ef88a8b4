using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Security;

/// <summary>Which pages may call a server whose callers have to say who they are.</summary>
public sealed class OriginTests(SecuredServer servers, SharedServer shared) : IClassFixture<SecuredServer>, IDisposable
{
    private const string TaskPath = AsrTaskDriver.Path + "/20250331222301719319";

    private static readonly string JobPath = $"{NativeDriver.Path}/{Guid.Empty}";

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task None_unless_it_is_named()
    {
        Assert.Null(await AllowedAsync(servers.Closed.Http, TaskPath, "https://chat.example"));
        Assert.Null(await AllowedAsync(servers.Closed.Http, JobPath, "https://chat.example"));
        Assert.Null(await AllowedAsync(servers.Open.Http, JobPath, "https://chat.example"));
    }

    [Fact]
    public async Task Those_that_are_named_also_before_they_say_who_they_are()
    {
        await using var server = TestServer.Start(
            shared.Postgres.NewDatabase(),
            directory.Path,
            ("Asr:Roles", "Api"),
            ("Asr:AsrTask:AllowedOrigins", "https://chat.example"),
            ("Asr:Auth:AllowedOrigins", "https://app.example, https://desk.example"));

        foreach (var (path, origin, allowed) in new[]
        {
            (TaskPath, "https://chat.example", true), (TaskPath, "https://app.example", false), (JobPath, "https://app.example", true),
            (JobPath, "https://desk.example", true), (JobPath, "https://chat.example", false),
        })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options })
                Assert.Equal(allowed ? origin : null, await AllowedAsync(server.Http, path, origin, method));
        }
    }

    private static async Task<string?> AllowedAsync(HttpClient http, string path, string origin, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        if (method == HttpMethod.Options)
            request.Headers.Add("Access-Control-Request-Method", "GET");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? Assert.Single(values) : null;
    }
}
