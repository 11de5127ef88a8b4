using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>Sessions that nothing comes for.</summary>
public sealed class IdleSessionTests(SharedServer shared)
{
    [Fact]
    public async Task A_session_that_nothing_comes_for_is_closed_and_its_caller_is_told_once()
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Sessions:IdleTimeout", "00:00:01"));
        var store = server.Services.GetRequiredService<ISessionStore>();
        var speaker = new Speaker(store);
        await speaker.SendAsync((await Speaker.PcmAsync())[..(3 * 32_000)]);

        var job = await speaker.EndAsync(server.Services.GetRequiredService<IJobStore>());

        Assert.Contains("fellow Americans", job.Transcript!.Text, StringComparison.OrdinalIgnoreCase);
        Assert.IsType<ChunkResult.TimedOut>(await speaker.SendAsync(new byte[Speaker.ChunkBytes]));
        Assert.IsType<ChunkResult.Unknown>(await speaker.SendAsync(new byte[Speaker.ChunkBytes]));
        Assert.True(await speaker.CloseAsync());
    }
}
