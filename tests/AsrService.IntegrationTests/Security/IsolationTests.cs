using System.Net;
using System.Text.RegularExpressions;
using AsrService.IntegrationTests.DeepFinch;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Security;

/// <summary>To a client, the jobs of others are exactly like jobs that do not exist.</summary>
public sealed class IsolationTests(SecuredServer servers) : IClassFixture<SecuredServer>
{
    private const string UnknownTask = "20250331222301719319";

    private static readonly Guid UnknownJob = Guid.Parse("0197d1e0-0000-7000-8000-000000000000");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_of_others_are_not_found()
    {
        var (owner, _) = await servers.AddClientAsync();
        var (other, _) = await servers.AddClientAsync();
        var tasks = new AsrTaskDriver(owner);
        var taskId = await tasks.SubmitAsync(Recordings.Mp3);

        foreach (var stranger in new[] { other, servers.Open.Http })
        {
            foreach (var (method, suffix) in new[] { ("GET", ""), ("GET", "?format=srt"), ("DELETE", "") })
                await SameAsUnknownAsync(stranger, method, $"{AsrTaskDriver.Path}/{taskId}{suffix}", $"{AsrTaskDriver.Path}/{UnknownTask}{suffix}");
        }

        Assert.Equal(HttpStatusCode.OK, (await tasks.WaitAsync(taskId)).Status);
        await SameAsUnknownAsync(other, "GET", $"{AsrTaskDriver.Path}/{taskId}", $"{AsrTaskDriver.Path}/{UnknownTask}");
    }

    [Fact]
    public async Task Jobs_of_others_are_not_found()
    {
        var (owner, issued) = await servers.AddClientAsync();
        var (other, _) = await servers.AddClientAsync();
        var jobs = new NativeDriver(owner);
        var id = await jobs.SubmitAsync([1]);

        foreach (var state in new[] { "queued", "failed" })
        {
            if (state == "failed")
                await jobs.WaitForStateAsync(id, state);
            foreach (var stranger in new[] { other, servers.Open.Http })
            {
                foreach (var (method, suffix) in new[] { ("GET", ""), ("POST", "/cancel"), ("POST", "/retry"), ("DELETE", "") })
                    await SameAsUnknownAsync(stranger, method, $"{NativeDriver.Path}/{id}{suffix}", $"{NativeDriver.Path}/{UnknownJob}{suffix}");
            }
        }

        var job = await jobs.GetAsync(id);
        Assert.Equal("failed", NativeDriver.StateOf(job));
        Assert.Equal(issued.Id, job.GetProperty("client").GetString());
    }

    [Fact]
    public async Task Ids_of_other_protocols_are_found_by_their_client_only_and_are_free_for_others()
    {
        var (owner, issued) = await servers.AddClientAsync();
        var (other, otherIssued) = await servers.AddClientAsync();
        var taskId = Guid.NewGuid().ToString();
        await new DeepFinchDriver(servers.Closed.Http, issued).SubmitAsync([1], taskId);

        foreach (var stranger in new[] { other, servers.Open.Http })
            await SameAsUnknownAsync(stranger, "GET", $"{NativeDriver.Path}/{taskId}", $"{NativeDriver.Path}/{UnknownJob}");

        await new DeepFinchDriver(servers.Closed.Http, otherIssued).SubmitAsync([2], taskId);
        foreach (var (http, client) in new[] { (owner, issued), (other, otherIssued) })
        {
            var (status, _, body) = await AskAsync(http, "GET", $"{NativeDriver.Path}/{taskId}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Contains($"\"client\":\"{client.Id}\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_nobody_in_particular_sent_is_not_a_clients()
    {
        var taskId = await new AsrTaskDriver(servers.Open.Http).SubmitAsync([1]);
        var (client, _) = await servers.AddClientAsync();

        await SameAsUnknownAsync(client, "GET", $"{AsrTaskDriver.Path}/{taskId}", $"{AsrTaskDriver.Path}/{UnknownTask}");
    }

    [Fact]
    public async Task Two_clients_may_use_the_same_idempotency_key()
    {
        var (one, _) = await servers.AddClientAsync();
        var (two, _) = await servers.AddClientAsync();
        var ids = new HashSet<string>();
        foreach (var http in new[] { one, two, one, servers.Open.Http })
        {
            using var response = await new AsrTaskDriver(http).PostAsync([1], "order-7");
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            ids.Add((await AsrTaskDriver.ReadAsync(response)).GetProperty("task_id").GetString()!);
        }

        Assert.Equal(3, ids.Count);
    }

    private static async Task SameAsUnknownAsync(HttpClient http, string method, string path, string unknownPath)
    {
        var (known, unknown) = (await AskAsync(http, method, path), await AskAsync(http, method, unknownPath));

        Assert.Equal(HttpStatusCode.NotFound, known.Status);
        Assert.Equal(unknown, known);
    }

    private static async Task<(HttpStatusCode Status, string Headers, string Body)> AskAsync(HttpClient http, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await http.SendAsync(request, Token);
        var headers = response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}");

        // What the caller sent may come back, and each request has a trace of its own.
        var body = Regex.Replace(await response.Content.ReadAsStringAsync(Token), "\"(task_id|traceId|trace_id)\":\"[^\"]*\"", "");
        return (response.StatusCode, string.Join('\n', headers), body);
    }
}
