using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.Core.Sessions;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Security;
using AsrService.Tests.Outgoing;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Recordings that come in several blocks.</summary>
public sealed class OfflineBlockTests(ChunkServer server) : IClassFixture<ChunkServer>
{
    private static readonly byte[] Block = [1, 2, 3];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Blobs => Directory.GetFiles(server.Server.Data.Blobs, "*", SearchOption.AllDirectories);

    [Fact]
    public async Task Blocks_are_acknowledged_by_their_numbers_and_put_together_in_a_session()
    {
        await using var files = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(Block).AsTask());
        var tasks = await server.AddClientAsync(SecuredServer.Settings() with { SampleRate = 8000 });

        var replies = new[]
        {
            await tasks.PostAsync(Block, "parts", ("audio_status", "1"), ("audio_id", "1"), ("sample_rate", "16000")),
            await PostAsync(tasks, new { task_id = "parts", audio_status = 2, audio_id = 2, voice_base64 = Convert.ToBase64String(Block) }),
            await PostAsync(tasks, new { task_id = "parts", audio_status = 2, audio_id = 3, url = files.Url }),
            await PostAsync(tasks, new { task_id = "parts", audio_status = 4, audio_id = 4 }),
        };

        Assert.Equal(["1", "2", "3", "4"], replies.Select(reply => reply.Result.GetProperty("sync_id").GetString()));
        Assert.All(replies, reply => Assert.Equal("parts", reply.TaskId));
        var blocks = server.Sessions.Chunks.Where(chunk => chunk.TaskId == "parts").ToList();
        Assert.Equal([(1, 3, false), (2, 3, false), (3, 3, false), (4, 0, true)], blocks.Select(block => (block.AudioId, block.Audio.Length, block.IsLast)));
        Assert.All(blocks, block => Assert.False(block.IsLive));
        Assert.Equal((16000, 8000), (blocks[0].SampleRate, blocks[1].SampleRate));
        Assert.Empty(Blobs);
    }

    [Fact]
    public async Task A_single_block_may_lie_at_a_URL_and_is_fetched_by_a_worker()
    {
        var tasks = await server.AddClientAsync();

        var reply = await PostAsync(tasks, new { task_id = "far", url = "http://127.0.0.1:1/a.wav" });

        Assert.Equal("""{"task_id":"far","sync_id":"1"}""", reply.Result.GetRawText());
    }

    [Theory]
    [InlineData("INVALID_ARGUMENT", "There is no audio", "{\"task_id\":\"t\",\"audio_status\":2,\"audio_id\":2}")]
    [InlineData("INVALID_ARGUMENT", "The audio is empty", "{\"task_id\":\"t\",\"voice_base64\":\" \"}")]
    [InlineData("INVALID_ARGUMENT", "one of file, url and voice_base64", "{\"task_id\":\"t\",\"audio_status\":1,\"voice_base64\":\"AAAA\",\"url\":\"http://127.0.0.1:1/\"}")]
    [InlineData("INVALID_ARGUMENT", "audio_id", "{\"task_id\":\"t\",\"audio_status\":1,\"audio_id\":-1,\"voice_base64\":\"AAAA\"}")]
    [InlineData("UPLOAD_FAILED", "cannot be reached", "{\"task_id\":\"t\",\"audio_status\":1,\"url\":\"http://127.0.0.1:1/\"}")]
    [InlineData("INVALID_ARGUMENT", "not on the public Internet", "{\"task_id\":\"t\",\"audio_status\":1,\"url\":\"http://127.0.0.2/\"}")]
    [InlineData("TASK_NOT_EXISTS", "no such task", "{\"task_id\":\"never\",\"audio_status\":2,\"audio_id\":2,\"voice_base64\":\"AAAA\"}")]
    [InlineData("TASK_NOT_EXISTS", "no such task", "{\"task_id\":\"never\",\"audio_status\":4,\"audio_id\":2}")]
    public async Task What_a_block_must_not_be_is_refused_with_a_reason(string word, string reason, string body)
    {
        var reply = await PostAsync(await server.AddClientAsync(), JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal((HttpStatusCode.BadRequest, word), (reply.Status, reply.Word));
        Assert.Contains(reason, reply.Reason);
    }

    [Fact]
    public async Task A_block_has_10_MB_at_most_and_a_whole_recording_may_be_larger()
    {
        var tasks = await server.AddClientAsync();
        var large = new byte[(10 << 20) + 1];

        Assert.Equal("UPLOAD_FAILED", (await tasks.PostAsync(large, "large", ("audio_status", "1"))).Word);
        Assert.Empty(Blobs);
        Assert.Equal("OK", (await tasks.PostAsync(large[1..], "large", ("audio_status", "1"))).Word);
    }

    [Fact]
    public async Task A_task_that_takes_no_more_says_why()
    {
        var (http, issued) = await server.Server.AddClientAsync();
        var tasks = new DeepFinchDriver(server.Server.Http, issued);
        await PostAsync(tasks, new { task_id = "whole", url = "http://127.0.0.1:1/a.wav" });
        var job = (await http.GetFromJsonAsync<JsonElement>(new Uri($"{NativeDriver.Path}/whole", UriKind.Relative), Token)).GetProperty("id").GetGuid();

        await RefusesAsync("TASK_INPROGRESS", "still being transcribed");
        Assert.Equal(HttpStatusCode.OK, await new NativeDriver(http).CallAsync(job, "cancel"));
        await RefusesAsync("TASK_ERROR", "The job was cancelled.");

        async Task RefusesAsync(string word, string reason)
        {
            foreach (var reply in new[] { await tasks.PostAsync(Block, "whole", ("audio_status", "2"), ("audio_id", "2")), await tasks.CloseAsync("whole") })
            {
                Assert.Equal((HttpStatusCode.BadRequest, word), (reply.Status, reply.Word));
                Assert.Contains(reason, reply.Reason);
            }
        }
    }

    [Fact]
    public async Task What_sessions_refuse_is_told()
    {
        var tasks = await server.AddClientAsync();
        server.Sessions.Results.Enqueue(new ChunkResult.Gap(2));

        var reply = await tasks.PostAsync(Block, Guid.NewGuid().ToString(), ("audio_status", "1"), ("audio_id", "3"));

        Assert.Equal("INVALID_ARGUMENT", reply.Word);
        Assert.Contains("the next audio_id must be 2", reply.Reason);
    }

    private static async Task<DeepFinchReply> PostAsync(DeepFinchDriver tasks, object body)
    {
        using var content = JsonContent.Create(body);
        return await tasks.SendAsync(content);
    }
}
