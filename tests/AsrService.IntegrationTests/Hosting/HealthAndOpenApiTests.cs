using System.Net;
using System.Text.Json.Nodes;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Hosting;

public sealed class HealthAndOpenApiTests(SharedServer shared)
{
    [Fact]
    public async Task A_server_that_can_work_is_live_and_ready()
    {
        Assert.Equal("Healthy", await GetAsync("/healthz/live"));
        Assert.Equal(
            """{"status":"Healthy","checks":{"database":"Healthy","spool":"Healthy","running":"Healthy","model":"Healthy","ffmpeg":"Healthy"}}""",
            await GetAsync("/healthz/ready"));
    }

    [Fact]
    public async Task A_server_without_its_database_is_live_but_not_ready()
    {
        using var directory = new TemporaryDirectory();
        var postgres = await Postgres.StartAsync();
        await using var server = TestServer.Start(postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        await postgres.DisposeAsync();

        using var live = await server.Http.GetAsync(new Uri("/healthz/live", UriKind.Relative), TestContext.Current.CancellationToken);
        using var ready = await server.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("\"database\":\"Unhealthy\"", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_published_description_is_the_committed_one()
    {
        var published = JsonNode.Parse(await GetAsync("/swagger/v1/swagger.json"));
        var committedPath = Path.Combine(SetupFiles.Root, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("ASR_UPDATE_OPENAPI") == "1")
            await File.WriteAllTextAsync(committedPath, published!.ToJsonString(new() { WriteIndented = true }) + "\n", TestContext.Current.CancellationToken);

        var committed = JsonNode.Parse(await File.ReadAllTextAsync(committedPath, TestContext.Current.CancellationToken));
        Assert.True(
            JsonNode.DeepEquals(committed, published),
            "docs/openapi.json is out of date: ASR_UPDATE_OPENAPI=1 ./asr test --filter The_published_description writes it anew");
    }

    private Task<string> GetAsync(string path) => shared.Server.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
}
