using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Processes;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>A session belongs to no node.</summary>
public sealed class ApiLossTests(SharedServer shared)
{
    [Fact]
    public async Task Another_node_goes_on_where_the_killed_one_was()
    {
        var database = shared.Postgres.NewDatabase();
        await using var nodes = new NodeGroup(database);
        var killed = await nodes.StartAsync("Api");
        await using var server = TestServer.Start(database, nodes.DataDirectory);
        var (http, issued) = await server.AddClientAsync(new() { Name = "speaker", Language = "en" });
        var pcm = await OnlineSpeaker.PcmAsync();
        const int Half = 25 * OnlineSpeaker.ChunkBytes;

        var speaker = new OnlineSpeaker(new DeepFinchDriver(nodes.Http(killed), issued));
        await speaker.SpeakAsync(pcm.AsMemory(0, Half));
        killed.SignalAll(UnixSignal.Kill);

        // The client does not know whether its last chunk arrived, and sends it again.
        var tasks = new DeepFinchDriver(server.Http, issued);
        Assert.Equal("OK", (await tasks.AddAsync(speaker.TaskId, speaker.Sent, pcm.AsMemory(Half - OnlineSpeaker.ChunkBytes, OnlineSpeaker.ChunkBytes))).Word);
        var rest = new OnlineSpeaker(tasks, speaker.TaskId, speaker.Sent);
        await rest.SpeakAsync(pcm.AsMemory(Half));
        Assert.Equal("OK", (await tasks.CloseAsync(speaker.TaskId)).Word);

        var jobs = new NativeDriver(http);
        var job = await jobs.WaitForStateAsync((await jobs.GetAsync(speaker.TaskId)).GetProperty("id").GetGuid(), "done");
        Assert.InRange(job.GetProperty("audio_seconds").GetDouble(), 10.9, 11.1);
        Assert.Contains("what your country can do for you", job.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
    }
}
