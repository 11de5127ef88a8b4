using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.NativeJobs;

/// <summary>Jobs are found, page by page, and treated all together.</summary>
public sealed class ListTests(SharedServer shared) : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private TestServer server = null!;
    private HttpClient http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Without a worker every job stays as it is put.
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"), ("Asr:Retention:Interval", "1.00:00:00"));
        (http, _) = await server.AddClientAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Pages_follow_each_other_from_the_newest_to_the_oldest()
    {
        var jobs = new NativeDriver(http);
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add(await jobs.SubmitAsync([(byte)i]));
        ids.Reverse();

        var (seen, query) = (new List<Guid>(), "?limit=2");
        for (var pages = 1; ; pages++)
        {
            var page = await GetAsync(query);
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetGuid()));
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null)
            {
                Assert.Equal(3, pages);
                break;
            }

            query = $"?limit=2&cursor={page.GetProperty("next").GetString()}";
        }

        Assert.Equal(ids, seen);
    }

    [Fact]
    public async Task A_page_has_the_jobs_that_match_all_that_is_asked()
    {
        var (jobs, tasks) = (new NativeDriver(http), new AsrTaskDriver(http));
        var (queued, cancelled, failed) = (await jobs.SubmitAsync([1]), await jobs.SubmitAsync([2]), await jobs.SubmitAsync([3]));
        var task = await tasks.SubmitAsync([4]);
        Assert.Equal(HttpStatusCode.OK, await jobs.CallAsync(cancelled, "cancel"));
        var old = Guid.CreateVersion7(new DateTimeOffset(2020, 2, 2, 0, 0, 0, TimeSpan.Zero));
        await SetAsync($"update jobs set id = '{old}', state = 'failed', error = '50%_of the file \\ is missing', finished_at = now(), created_at = '2020-02-02' where id = '{failed}'");
        failed = old;

        var all = (await GetAsync("")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(4, all.Count);
        Assert.Equal(task, all[0].GetProperty("task_id").GetString());
        Assert.Equal($"/api/jobs/{failed}/result", all[3].GetProperty("links").GetProperty("result").GetString());
        var client = all[0].GetProperty("client").GetString();

        Assert.Equal([queued], await IdsAsync("?state=queued&protocol=native"));
        Assert.Equal([cancelled, failed], await IdsAsync("?state=FAILED,cancelled"));
        Assert.Equal([failed], await IdsAsync("?q=" + Uri.EscapeDataString("50%_OF the file \\ is")));
        Assert.Equal([], await IdsAsync("?q=" + Uri.EscapeDataString("5_%")));
        Assert.Equal([failed], await IdsAsync("?to=2021-01-01T00:00:00Z"));
        Assert.Equal(3, (await IdsAsync("?from=2021-01-01T00:00:00%2B02:00")).Count);
        Assert.Equal(4, (await IdsAsync($"?client={client}")).Count);
        Assert.Equal([], await IdsAsync("?client=another"));
    }

    [Fact]
    public async Task The_jobs_of_others_are_not_in_the_list()
    {
        var (other, _) = await server.AddClientAsync();
        await new NativeDriver(other).SubmitAsync([1]);

        Assert.Equal([], await IdsAsync(""));
        Assert.Equal(0, await CountAsync("delete?state=queued"));
    }

    [Theory]
    [InlineData("?state=ready", "state")]
    [InlineData("?state=1", "state")]
    [InlineData("?protocol=smtp", "protocol")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=201", "limit")]
    [InlineData("?cursor=first", "cursor")]
    [InlineData("?q=%00", "q")]
    public async Task What_is_not_allowed_is_said(string query, string field)
    {
        using var response = await http.GetAsync(new Uri(NativeDriver.Path + query, UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains($"The field {field} must be", (await AsrTaskDriver.ReadAsync(response)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_match_are_cancelled_then_queued_again_then_deleted()
    {
        var jobs = new NativeDriver(http);
        var old = await jobs.SubmitAsync([1]);
        await SetAsync($"insert into jobs (id, protocol, external_id, client, priority, queue_key, state, progress, attempt, fencing_token, losses, created_at) select gen_random_uuid(), 'native', gen_random_uuid()::text, client, 'normal', now(), 'queued', 0, 0, 0, 0, now() from jobs, generate_series(1, 1200) where id = '{old}'");

        using var nothing = await http.PostAsync(new Uri($"{NativeDriver.Path}/cancel", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);

        Assert.Equal(1201, await CountAsync("cancel?protocol=native"));
        Assert.Equal(0, await CountAsync("cancel?protocol=native"));
        Assert.Equal(1201, await CountAsync("retry?state=cancelled"));
        Assert.Equal("queued", NativeDriver.StateOf(await jobs.GetAsync(old)));
        Assert.Equal(0, await CountAsync("retry?state=done"));
        Assert.Equal(1201, await CountAsync("delete?state=queued"));
        Assert.Equal([], await IdsAsync(""));
        Assert.Empty(Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories));
    }

    private async Task<JsonElement> GetAsync(string query)
    {
        using var response = await http.GetAsync(new Uri(NativeDriver.Path + query, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await AsrTaskDriver.ReadAsync(response);
    }

    private async Task<IReadOnlyList<Guid>> IdsAsync(string query) => [.. (await GetAsync(query)).GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetGuid())];

    private async Task<int> CountAsync(string action)
    {
        using var response = await http.PostAsync(new Uri($"{NativeDriver.Path}/{action}", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await AsrTaskDriver.ReadAsync(response)).GetProperty("count").GetInt32();
    }

    private async Task SetAsync(string sql)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
