using System.Net;
using AsrService.Core.Sessions;
using AsrService.Data.Operators;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Dashboard;

/// <summary>Who is speaking, on a page.</summary>
public sealed class SessionsPageTests(SharedServer shared, DashboardServer still) : IClassFixture<DashboardServer>
{
    private const string Path = "/dashboard/sessions";

    [Fact]
    public async Task An_open_session_is_shown_and_counted()
    {
        var speaker = new Speaker(still.Server.Services.GetRequiredService<ISessionStore>());
        await speaker.SendAsync(new byte[Speaker.ChunkBytes]);

        var page = WebUtility.HtmlDecode(await still.Browser.ReadAsync(Path));
        Assert.Contains(speaker.TaskId, page);
        Assert.Contains("waiting", page);
        Assert.Contains("0:00.2", page);
        Assert.Contains("without credentials", page);
        Assert.Matches("id=\"speaking\">[1-9]", await still.Browser.ReadAsync("/dashboard"));
    }

    [Fact]
    public async Task What_is_more_than_a_page_is_behind_a_link()
    {
        var store = still.Server.Services.GetRequiredService<ISessionStore>();
        var oldest = new Speaker(store);
        await oldest.SendAsync(new byte[Speaker.ChunkBytes]);
        foreach (var _ in Enumerable.Range(0, 50))
            await new Speaker(store).SendAsync(new byte[Speaker.ChunkBytes]);

        var page = await still.Browser.ReadAsync(Path);
        Assert.DoesNotContain(oldest.TaskId, page);
        var next = page.Split("rel=\"next\" href=\"")[1].Split('"')[0];
        Assert.Contains(oldest.TaskId, await still.Browser.ReadAsync(next));
    }

    [Fact]
    public async Task A_closed_session_leads_to_its_job()
    {
        var speaker = new Speaker(still.Server.Services.GetRequiredService<ISessionStore>());
        await speaker.SendAsync(new byte[Speaker.ChunkBytes]);
        await speaker.CloseAsync();

        Assert.Matches($"<a href=\"/dashboard/jobs/[0-9a-f-]+\">{speaker.TaskId}</a>", await still.Browser.ReadAsync(Path));
    }

    [Fact]
    public async Task A_viewer_who_may_not_see_texts_sees_the_session_without()
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Dashboard:ViewersSeeText", "false"));
        using var operators = await DashboardServer.EnterAsync(server, OperatorRole.Operator);
        using var viewer = await DashboardServer.EnterAsync(server, OperatorRole.Viewer);
        var speaker = new Speaker(server.Services.GetRequiredService<ISessionStore>());
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));

        await Poll.UntilAsync(() => operators.ReadAsync(Path), page => page.Contains("ask not", StringComparison.OrdinalIgnoreCase));
        var hidden = await viewer.ReadAsync(Path);

        Assert.Contains(speaker.TaskId, hidden);
        Assert.DoesNotContain("ask not", hidden, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Viewers do not see texts here.", hidden);
        await speaker.CloseAsync();
    }
}
