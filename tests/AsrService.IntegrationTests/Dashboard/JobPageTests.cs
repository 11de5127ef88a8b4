using System.Net;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>A job on its page, from the queue to the text.</summary>
public sealed class JobPageTests(SharedServer shared, DashboardServer still) : IClassFixture<DashboardServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_is_done_shows_its_text_with_times_beside_the_recording()
    {
        using var browser = await EnterAsync(OperatorRole.Operator);
        var id = await DoneAsync();
        var path = $"/dashboard/jobs/{id}";

        var page = WebUtility.HtmlDecode(await browser.ReadAsync(path));
        Assert.Contains(Recordings.Words, page);
        Assert.Contains($"<audio id=\"player\" controls preload=\"metadata\" src=\"{path}/audio\"", page);
        Assert.Contains($"href=\"{path}/audio#t=0", page);
        Assert.Contains("accepted", page);
        Assert.Contains("attempt 1 on", page);
        Assert.DoesNotContain("data-events", page);

        Assert.Contains(Recordings.Words, await browser.ReadAsync($"{path}/text/txt"));
        Assert.Contains("-->", await browser.ReadAsync($"{path}/text/srt"));
        Assert.StartsWith("WEBVTT", await browser.ReadAsync($"{path}/text/vtt"));
        Assert.StartsWith("start\tend\ttext", await browser.ReadAsync($"{path}/text/tsv"));
        Assert.Contains("\"segments\"", await browser.ReadAsync($"{path}/text/json"));
        using var audio = await browser.GetAsync($"{path}/audio");
        Assert.Equal("audio/mpeg", audio.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Recordings.Mp3, await audio.Content.ReadAsByteArrayAsync(Token));
        using var unknown = await browser.GetAsync($"{path}/text/pdf");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Events_tell_the_way_to_the_end()
    {
        using var browser = await EnterAsync(OperatorRole.Operator);
        var id = await new NativeDriver(shared.Server.Http).SubmitAsync(Recordings.Mp3);

        var events = await browser.ReadAsync($"/dashboard/jobs/{id}/events");
        Assert.Contains("event: job", events);
        Assert.Contains("\"state\":\"done\"", events);
        Assert.Contains(Recordings.Words, events);
    }

    [Fact]
    public async Task A_viewer_who_may_not_see_texts_sees_none_anywhere()
    {
        using var directory = new TemporaryDirectory();
        var database = shared.Postgres.NewDatabase();
        await using var server = TestServer.Start(database, directory.Path, ("Asr:Dashboard:ViewersSeeText", "false"));
        var id = await new NativeDriver(server.Http).SubmitAsync(Recordings.Mp3);
        await new NativeDriver(server.Http).WaitForStateAsync(id, "done");
        var path = $"/dashboard/jobs/{id}";

        using var viewer = await DashboardServer.EnterAsync(server, OperatorRole.Viewer);
        Assert.DoesNotContain(Recordings.Words, await viewer.ReadAsync(path));
        Assert.DoesNotContain(Recordings.Words, await viewer.ReadAsync($"{path}/events"));
        foreach (var hidden in new[] { "/audio", "/text/txt", "/text/json" })
        {
            using var response = await viewer.GetAsync(path + hidden);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        using var allowed = await DashboardServer.EnterAsync(server, OperatorRole.Operator);
        Assert.Contains(Recordings.Words, await allowed.ReadAsync(path));
    }

    [Fact]
    public async Task A_job_is_cancelled_retried_and_deleted_on_its_page()
    {
        var jobs = new NativeDriver(still.Server.Http);
        var id = await jobs.SubmitAsync([1]);
        var path = $"/dashboard/jobs/{id}";
        Assert.Contains($"data-events=\"{path}/events\"", await still.Browser.ReadAsync(path));

        Assert.Equal(HttpStatusCode.Redirect, await ActAsync("cancel"));
        Assert.Equal("cancelled", NativeDriver.StateOf(await jobs.GetAsync(id)));
        Assert.Equal(HttpStatusCode.Conflict, await ActAsync("cancel"));
        Assert.Equal(HttpStatusCode.Redirect, await ActAsync("retry"));
        Assert.Equal("queued", NativeDriver.StateOf(await jobs.GetAsync(id)));
        Assert.Equal(HttpStatusCode.Redirect, await ActAsync("delete"));
        using var gone = await still.Browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);

        async Task<HttpStatusCode> ActAsync(string action)
        {
            using var response = await still.Browser.SubmitAsync(path, $"{path}/{action}");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_overview_tells_queue_last_hour_workers_and_settings()
    {
        using var browser = await EnterAsync(OperatorRole.Viewer);
        await DoneAsync();

        var page = WebUtility.HtmlDecode(await browser.ReadAsync("/dashboard"));
        Assert.Contains("Jobs that have not ended", page);
        Assert.Matches("<dt>Done</dt>\\s*<dd>[1-9]", page);
        Assert.Matches("<dt>Real-time factor</dt>\\s*<dd>[0-9]", page);
        Assert.Matches("<td>0:[0-5][0-9]\\.[0-9] ago</td>", page);
        Assert.Contains("tiny-q8_0", page);
        Assert.Matches("[0-9.]+ of [0-9.]+ GB", page);
    }

    private Task<Browser> EnterAsync(OperatorRole role) => DashboardServer.EnterAsync(shared.Server, role);

    private async Task<Guid> DoneAsync()
    {
        var jobs = new NativeDriver(shared.Server.Http);
        var id = await jobs.SubmitAsync(Recordings.Mp3);
        await jobs.WaitForStateAsync(id, "done");
        return id;
    }
}
