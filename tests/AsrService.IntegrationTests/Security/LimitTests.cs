using System.Globalization;
using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Security;

/// <summary>What a client may use: requests a second on each node, jobs that wait and minutes of audio on all together.</summary>
public sealed class LimitTests(SecuredServer servers, SharedServer shared) : IClassFixture<SecuredServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again()
    {
        foreach (var (path, member) in new[] { (AsrTaskDriver.Path + "/20250331222301719319", "error"), ($"{NativeDriver.Path}/{Guid.Empty}", "detail") })
        {
            var (http, _) = await servers.AddClientAsync(SecuredServer.Settings() with { RequestsPerSecond = 2 });
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync(http, path)));

            Assert.Contains(answers, answer => answer.Status == HttpStatusCode.NotFound);
            var refused = answers.Where(answer => answer.Status != HttpStatusCode.NotFound).ToList();
            Assert.NotEmpty(refused);
            Assert.All(refused, answer =>
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
                Assert.True(answer.RetryAfter >= 1);
                Assert.Contains("Too many requests", answer.Body.GetProperty(member).GetString());
            });
        }
    }

    [Fact]
    public async Task One_clients_rate_is_not_anothers()
    {
        var (busy, _) = await servers.AddClientAsync(SecuredServer.Settings() with { RequestsPerSecond = 1 });
        var (calm, _) = await servers.AddClientAsync(SecuredServer.Settings() with { RequestsPerSecond = 1 });
        const string Path = AsrTaskDriver.Path + "/20250331222301719319";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync(busy, Path)));

        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(calm, Path)).Status);
    }

    [Fact]
    public async Task No_more_jobs_wait_than_may()
    {
        // Without a worker, all wait.
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        var (http, _) = await server.AddClientAsync(SecuredServer.Settings() with { MaxQueued = 2 });
        var tasks = new AsrTaskDriver(http);
        await tasks.SubmitAsync([1]);
        await tasks.SubmitAsync([2]);

        foreach (var refused in new[] { await tasks.PostAsync([3]), await new NativeDriver(http).PostAsync([3]) })
        {
            using (refused)
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
                Assert.NotNull(refused.Headers.RetryAfter);
            }
        }

        Assert.Equal(2, Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task A_day_has_no_more_audio_than_the_quota_whatever_the_node_and_whatever_is_deleted()
    {
        var (http, issued) = await servers.AddClientAsync(SecuredServer.Settings() with { QuotaMinutes = 1 });
        var tasks = new AsrTaskDriver(http);

        // Eleven seconds each: the sixth begins below a minute and ends above.
        for (var i = 0; i < 6; i++)
        {
            var taskId = await tasks.SubmitAsync(Recordings.Mp3);
            Assert.Equal(HttpStatusCode.OK, (await tasks.WaitAsync(taskId)).Status);
            using var deleted = await http.DeleteAsync(new Uri($"{AsrTaskDriver.Path}/{taskId}", UriKind.Relative), Token);
        }

        using var elsewhere = servers.Open.CreateClient();
        elsewhere.DefaultRequestHeaders.Add("X-API-Key", issued.Secret);
        foreach (var node in new[] { http, elsewhere })
        {
            using var refused = await new AsrTaskDriver(node).PostAsync(Recordings.Mp3);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
            Assert.Contains("1 minutes", (await AsrTaskDriver.ReadAsync(refused)).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Wrong_keys_are_slowed_and_then_not_looked_at_and_the_right_one_is_not_affected()
    {
        var (right, _) = await servers.AddClientAsync();
        var wrong = servers.With("asr_abcdefghijkmnpqr_wrong");
        const string Path = AsrTaskDriver.Path + "/20250331222301719319";

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync(wrong, Path)));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Unauthorized);
        Assert.Contains(answers, answer => answer is { Status: HttpStatusCode.TooManyRequests, RetryAfter: > 0 });
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(right, Path)).Status);
    }

    private static async Task<(HttpStatusCode Status, int? RetryAfter, JsonElement Body)> AskAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
        var retryAfter = response.Headers.RetryAfter?.ToString() is { } seconds ? int.Parse(seconds, CultureInfo.InvariantCulture) : (int?)null;
        return (response.StatusCode, retryAfter, await AsrTaskDriver.ReadAsync(response));
    }
}
