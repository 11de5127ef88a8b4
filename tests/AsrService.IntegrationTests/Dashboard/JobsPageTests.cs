using System.Net;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>Jobs are found in the dashboard, and treated all together. No worker runs: every job stays as it is put.</summary>
public sealed class JobsPageTests(DashboardServer dashboard) : IClassFixture<DashboardServer>, IAsyncLifetime
{
    private const string Page = "/dashboard/jobs";

    private readonly string name = Guid.NewGuid().ToString();
    private HttpClient http = null!;
    private string client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (http, var issued) = await dashboard.Server.AddClientAsync(new ClientSettings { Name = name });
        client = issued.Id;
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_and_page_by_page()
    {
        var id = await new NativeDriver(http).SubmitAsync([1]);
        await SetAsync($"insert into jobs (id, protocol, external_id, client, priority, queue_key, state, progress, attempt, fencing_token, losses, created_at) select gen_random_uuid(), 'native', gen_random_uuid()::text, client, 'normal', now(), 'queued', 0, 0, 0, 0, now() from jobs, generate_series(1, 69) where id = '{id}'");

        var first = await dashboard.Browser.ReadAsync($"{Page}?client={client}");
        Assert.Equal(50, RowsIn(first));
        Assert.Contains(name, first);
        var next = WebUtility.HtmlDecode(first.Split("rel=\"next\" href=\"")[1].Split('"')[0]);
        var second = await dashboard.Browser.ReadAsync(next);
        Assert.Equal(20, RowsIn(second));
        Assert.DoesNotContain("rel=\"next\"", second);
        Assert.Contains("Newest", second);
    }

    [Fact]
    public async Task Filters_leave_out_what_does_not_match()
    {
        var jobs = new NativeDriver(http);
        var (queued, failed) = (await jobs.SubmitAsync([1]), await jobs.SubmitAsync([2]));
        await SetAsync($"update jobs set state = 'failed', error = 'The disk of {name} is full.', finished_at = now() where id = '{failed}'");

        async Task<(bool Queued, bool Failed)> ShownAsync(string query)
        {
            var page = await dashboard.Browser.ReadAsync($"{Page}?client={client}&protocol=&q=&from={query}");
            return (page.Contains($"/jobs/{queued}\"", StringComparison.Ordinal), page.Contains($"/jobs/{failed}\"", StringComparison.Ordinal));
        }

        Assert.Equal((true, true), await ShownAsync(""));
        Assert.Equal((true, false), await ShownAsync($"&state={JobListQueryOpen}"));
        Assert.Equal((false, true), await ShownAsync("&state=failed"));
        Assert.Equal((false, false), await ShownAsync("2100-01-01T12:00"));
        Assert.Equal((true, true), await ShownAsync("2020-01-01T12:00&to=2100-01-01T12:00"));
        Assert.Contains($"/jobs/{failed}\"", await dashboard.Browser.ReadAsync($"{Page}?q=THE DISK OF {name}"));
        Assert.Contains($"/jobs/{queued}\"", await dashboard.Browser.ReadAsync($"{Page}?client={client}&protocol=native"));
        Assert.DoesNotContain($"/jobs/{queued}\"", await dashboard.Browser.ReadAsync($"{Page}?client={client}&protocol=teleai"));
    }

    [Theory]
    [InlineData("from=soon", "soon is no time")]
    [InlineData("state=1", "The field state must be")]
    [InlineData("id=no-such-job", "There is no job no-such-job.")]
    public async Task What_cannot_be_meant_is_told_in_a_sentence(string query, string sentence)
    {
        using var response = await dashboard.Browser.GetAsync($"{Page}?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(sentence, await Browser.TextOf(response));
    }

    [Fact]
    public async Task An_id_of_ours_or_of_the_protocol_leads_to_the_job()
    {
        var task = await new AsrTaskDriver(http).SubmitAsync([1]);
        var job = await dashboard.Server.Services.GetRequiredService<JobService>().FindAsync(task, JobScope.Everything, Token);

        foreach (var id in new[] { task, job!.Id.ToString(), $" {task} " })
        {
            using var response = await dashboard.Browser.GetAsync($"{Page}?id={Uri.EscapeDataString(id)}");
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.Equal($"{Page}/{job.Id}", response.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task All_that_match_are_cancelled_then_queued_again_then_deleted_after_a_question()
    {
        var jobs = new NativeDriver(http);
        foreach (var content in new byte[] { 1, 2, 3 })
            await jobs.SubmitAsync([content]);

        foreach (var (action, done) in new[] { ("cancel", "3 jobs were cancelled."), ("retry", "3 jobs were queued again."), ("delete", "3 jobs were deleted.") })
        {
            var question = $"{Page}/all/{action}?client={client}";
            Assert.Contains(WebUtility.HtmlEncode(question), await dashboard.Browser.ReadAsync($"{Page}?client={client}"));
            Assert.Contains(name, await dashboard.Browser.ReadAsync(question));
            using var response = await dashboard.Browser.SubmitAsync(question, $"{Page}/all/{action}", ("client", client));
            Assert.Contains(done, await dashboard.Browser.ReadAsync(response.Headers.Location!.OriginalString));
        }

        Assert.Equal(0, RowsIn(await dashboard.Browser.ReadAsync($"{Page}?client={client}")));
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    [InlineData("delete")]
    public async Task Without_a_filter_nothing_is_done(string action)
    {
        var id = await new NativeDriver(http).SubmitAsync([1]);
        using var response = await dashboard.Browser.SubmitAsync("/dashboard/clients", $"{Page}/all/{action}");

        Assert.Equal(Page, response.Headers.Location!.OriginalString);
        Assert.Equal("queued", NativeDriver.StateOf(await new NativeDriver(http).GetAsync(id)));
    }

    private static string JobListQueryOpen => "queued,fetching,transcribing,retrying";

    private static int RowsIn(string page) => page.Split("<th scope=\"row\">").Length - 1;

    private async Task SetAsync(string sql)
    {
        await using var command = dashboard.Server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
