using AsrService.Core.Sessions;
using AsrService.Data.Sessions;
using AsrService.IntegrationTests.Dashboard;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>What operators are told of sessions.</summary>
public sealed class SessionOverviewTests(SharedServer shared, DashboardServer still) : IClassFixture<DashboardServer>
{
    private static readonly byte[] Silence = new byte[Speaker.ChunkBytes];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_waits_until_a_worker_takes_it_and_is_closed_when_it_is_a_job()
    {
        var speaker = new Speaker(still.Server.Services.GetRequiredService<ISessionStore>(), client: "somebody");
        await speaker.SpeakAsync([Silence, Silence]);
        var open = await FindAsync(still.Server, speaker);
        await speaker.CloseAsync();
        var closed = await FindAsync(still.Server, speaker);

        Assert.Equal((SessionState.Waiting, "somebody", 0.4, 0, null), (open.State, open.Client, open.AudioSeconds, open.Sentences, open.Node));
        Assert.Equal((SessionState.Closed, closed.Id), (closed.State, closed.JobId));
    }

    [Fact]
    public async Task A_session_that_is_followed_tells_by_whom_and_what_was_heard()
    {
        var speaker = new Speaker(shared.Server.Services.GetRequiredService<ISessionStore>());
        await speaker.SpeakAsync(Speaker.Cut(await Speaker.PcmAsync()));
        await speaker.SpeakAsync(Enumerable.Repeat(Silence, 10));

        var heard = await Poll.UntilAsync(() => FindAsync(shared.Server, speaker), session => session.Sentences == 3);

        Assert.Equal(13.0, heard.AudioSeconds, 0.01);
        Assert.Contains("country", heard.LastSentence, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty((await Poll.UntilAsync(() => FindAsync(shared.Server, speaker), session => session.State != SessionState.Waiting)).Node ?? "given back");
        await speaker.CloseAsync();
    }

    [Fact]
    public async Task Sessions_come_page_by_page_the_newest_first()
    {
        var store = still.Server.Services.GetRequiredService<ISessionStore>();
        var overview = still.Server.Services.GetRequiredService<SessionOverview>();
        var speakers = Enumerable.Range(0, 5).Select(_ => new Speaker(store)).ToList();
        foreach (var speaker in speakers)
            await speaker.SendAsync(Silence);
        var seen = new List<string>();
        var page = await overview.ListAsync(null, 2, 0, Token);
        Assert.InRange(await overview.CountAsync(Token), 5, int.MaxValue);
        while (page.Count > 0)
        {
            Assert.InRange(page.Count, 1, 2);
            seen.AddRange(page.Select(session => session.TaskId));
            page = await overview.ListAsync(page[^1].Id, 2, 0, Token);
        }

        Assert.Equal(Enumerable.Reverse(speakers).Select(speaker => speaker.TaskId), seen.Intersect(speakers.Select(speaker => speaker.TaskId)));
    }

    [Fact]
    public async Task An_upload_in_blocks_is_no_conversation()
    {
        var speaker = new Speaker(still.Server.Services.GetRequiredService<ISessionStore>()) { IsLive = false };
        await speaker.SendAsync(Silence);

        Assert.DoesNotContain(await ListAsync(still.Server), session => session.TaskId == speaker.TaskId);
    }

    private static Task<IReadOnlyList<SessionActivity>> ListAsync(TestServer server) =>
        server.Services.GetRequiredService<SessionOverview>().ListAsync(null, 1000, 1000, Token);

    private static async Task<SessionActivity> FindAsync(TestServer server, Speaker speaker) =>
        (await ListAsync(server)).Single(session => session.TaskId == speaker.TaskId);
}
