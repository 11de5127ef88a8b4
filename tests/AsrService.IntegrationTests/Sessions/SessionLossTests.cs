using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AsrService.IntegrationTests.Sessions;

/// <summary>Workers that die in the middle of a session.</summary>
public sealed class SessionLossTests(SharedServer shared)
{
    private readonly string database = shared.Postgres.NewDatabase();

    [Fact]
    public async Task Another_worker_goes_on_where_the_killed_one_was()
    {
        await using var nodes = new NodeGroup(database);
        var first = await nodes.StartAsync("Worker");
        await using var server = TestServer.Start(database, nodes.DataDirectory, ("Asr:Roles", "Api"));
        var jobs = server.Services.GetRequiredService<IJobStore>();
        var speaker = new Speaker(server.Services.GetRequiredService<ISessionStore>());
        var chunks = Speaker.Cut(await Speaker.PcmAsync()).ToList();

        // In the middle of the third sentence.
        await speaker.SpeakAsync(chunks[..30]);
        await speaker.SilenceUntilAsync(() => speaker.Sentences.Any(), TimeSpan.FromMinutes(1), bytes: 0);
        first.SignalAll(UnixSignal.Kill);
        await speaker.SpeakAsync(chunks[30..]);
        await nodes.StartAsync("Worker");
        await speaker.SilenceUntilAsync(() => speaker.Sentences.Count() == 3, TimeSpan.FromMinutes(1));

        var job = await speaker.FinishAsync(jobs);

        Assert.Equal(string.Join(' ', speaker.Sentences.Select(sentence => sentence.Text)), job.Transcript!.Text);
        Assert.Equal(["And", "ask", "what"], speaker.Sentences.Select(sentence => sentence.Text.Split(' ')[0]), StringComparer.OrdinalIgnoreCase);
    }
}
