using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Upgrade;

/// <summary>A server of now is started on what older versions left. Each migration is taken for a version.</summary>
public sealed class UpgradeTests(SharedServer shared) : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string database = shared.Postgres.NewDatabase();

    public static TheoryData<string> All => new(OldInstallation.Migrations);

    public static TheoryData<string> OldestAndLastButOne => new(OldInstallation.Migrations[0], OldInstallation.Migrations[^2]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_an_older_version_has_stored_is_served(string migration)
    {
        await OldInstallation.MakeAsync(database, directory.Path, migration);

        await using var server = TestServer.Start(database, directory.Path, ("Asr:Roles", "Api"));

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(server.Http, "/healthz/ready")).Status);
        Assert.Equal(
            [(OldInstallation.Done, "done"), (OldInstallation.Failed, "failed"), (OldInstallation.Queued, "queued"), (OldInstallation.Running, "transcribing")],
            (await GetAsync(server.Http, NativeDriver.Path)).Body.GetProperty("items").EnumerateArray()
                .Select(job => (job.GetProperty("task_id").GetString(), NativeDriver.StateOf(job))).OrderBy(job => job.Item2, StringComparer.Ordinal));
        await AssertDoneAsync(server);
        Assert.Equal("The file is not audio.", (await new NativeDriver(server.Http).GetAsync(OldInstallation.Failed)).GetProperty("error").GetString());

        if (IsAtLeast(migration, "Clients"))
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, OldInstallation.Secret));
        if (IsAtLeast(migration, "Callbacks"))
            Assert.Single((await GetAsync(server.Http, $"{NativeDriver.Path}/{OldInstallation.Failed}/deliveries")).Body.GetProperty("items").EnumerateArray());
        if (IsAtLeast(migration, "Uploads"))
            Assert.Single((await GetAsync(server.Http, $"/get_audios_from_user/{OldInstallation.User}")).Body.GetProperty("files").EnumerateArray());
        Assert.Empty(server.Errors);
    }

    [Theory]
    [MemberData(nameof(OldestAndLastButOne))]
    public async Task What_an_older_version_had_begun_is_finished(string migration)
    {
        await OldInstallation.MakeAsync(database, directory.Path, migration);

        await using var server = TestServer.Start(database, directory.Path);

        var tasks = new AsrTaskDriver(server.Http);
        foreach (var taskId in new[] { OldInstallation.Queued, OldInstallation.Running })
        {
            var (status, body) = await tasks.WaitAsync(taskId);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains(Recordings.Words, body.GetProperty("result").GetProperty("text").GetString());
        }

        await AssertDoneAsync(server);
        if (IsAtLeast(migration, "Sessions"))
            Assert.Equal("done", NativeDriver.StateOf(await Poll.UntilAsync(() => new NativeDriver(server.Http).GetAsync(OldInstallation.Session), job => NativeDriver.StateOf(job) == "done")));
        Assert.Empty(server.Errors);
    }

    private static async Task AssertDoneAsync(TestServer server)
    {
        var (status, body) = await new AsrTaskDriver(server.Http).GetAsync(OldInstallation.Done);
        Assert.Equal(HttpStatusCode.OK, status);
        var result = body.GetProperty("result");
        Assert.Equal(OldInstallation.Text, result.GetProperty("text").GetString());
        Assert.Equal(-0.2, Assert.Single(result.GetProperty("segments").EnumerateArray()).GetProperty("avg_logprob").GetDouble());
    }

    private static bool IsAtLeast(string migration, string name) =>
        string.CompareOrdinal(migration, OldInstallation.Migrations.Single(each => each.EndsWith("_" + name, StringComparison.Ordinal))) >= 0;

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, NativeDriver.Path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secret) } };
        using var response = await server.Http.SendAsync(request, Token);
        return response.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? await response.Content.ReadFromJsonAsync<JsonElement>(Token) : default);
    }
}
