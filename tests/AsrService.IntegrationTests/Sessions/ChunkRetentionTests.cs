using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>How long chunks stay.</summary>
public sealed class ChunkRetentionTests(SharedServer shared)
{
    [Theory]
    [InlineData("OggS", JobState.Failed)]
    [InlineData("\0\0\0\0", JobState.Done)]
    public async Task Chunks_go_with_the_recording_that_is_made_of_them_or_when_a_recording_would_have_gone(string beginning, JobState end)
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(
            shared.Postgres.NewDatabase(), directory.Path, ("Asr:Retention:Audio", "00:00:01"), ("Asr:Retention:Interval", "00:00:01"));
        var speaker = new Speaker(server.Services.GetRequiredService<ISessionStore>());
        await speaker.SendAsync([.. beginning.Select(c => (byte)c), .. new byte[Speaker.ChunkBytes]]);

        Assert.Equal(end, (await speaker.FinishAsync(server.Services.GetRequiredService<IJobStore>())).State);

        await using var count = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from session_chunks");
        await Poll.UntilAsync(async () => (long)(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, left => left == 0);
    }
}
