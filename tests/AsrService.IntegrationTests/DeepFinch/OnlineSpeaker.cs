using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Speaks to a server through deepfinch's protocol, and keeps what it answers.</summary>
internal sealed class OnlineSpeaker(DeepFinchDriver tasks, string taskId = "", int sent = 0)
{
    public const int ChunkBytes = 6400;

    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(200);

    public string TaskId { get; private set; } = taskId;

    public int Sent { get; private set; } = sent;

    /// <summary>All answers with text, in order: status, text, text in words, times.</summary>
    public List<(int Status, string Text, string Words, int[][] Times)> Heard { get; } = [];

    public IEnumerable<string> Sentences => Heard.Where(heard => heard.Status == 5).Select(heard => heard.Text);

    public static Task<byte[]> PcmAsync(int sampleRate = 16_000) => Infrastructure.Recordings.EncodedAsync($"-ar {sampleRate} -ac 1 -f s16le");

    /// <summary>Sends the next chunk.</summary>
    public async Task<JsonElement> SendAsync(ReadOnlyMemory<byte> chunk, int waitMs = 0)
    {
        var reply = await tasks.AddAsync(TaskId, Sent + 1, chunk, status: Sent == 0 ? 1 : 2, waitMs);
        Assert.True(reply.Status == HttpStatusCode.OK, reply.Body.ToString());
        Sent++;
        TaskId = reply.TaskId;
        Assert.Equal(Sent, reply.Result.GetProperty("sync_id").GetInt32());
        Hear(reply.Result);
        return reply.Result;
    }

    public async Task SpeakAsync(ReadOnlyMemory<byte> pcm, bool isInRealTime = false, int chunkBytes = ChunkBytes)
    {
        using var pace = new PeriodicTimer(ChunkTime);
        for (var from = 0; from < pcm.Length; from += chunkBytes)
        {
            if (isInRealTime)
                await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await SendAsync(pcm.Slice(from, Math.Min(chunkBytes, pcm.Length - from)));
        }
    }

    /// <summary>Sends silence until an answer is as wanted.</summary>
    public async Task ListenAsync(Func<bool> until)
    {
        for (var i = 0; !until(); i++)
        {
            Assert.True(i < 300, $"Not heard: {string.Join('\n', Heard)}");
            await SendAsync(new byte[ChunkBytes], waitMs: 200);
        }
    }

    private void Hear(JsonElement result)
    {
        var status = result.GetProperty("asr_status").GetInt32();
        Assert.True(status is 0 or 2 or 5);
        Assert.Equal(status == 5 ? 2 : 1, result.GetProperty("ep_status").GetInt32());
        Assert.Equal(0, result.GetProperty("close").GetInt32());
        var (text, words) = (Decoded(result, "base64"), Decoded(result, "ppl_base64"));
        var times = result.GetProperty("time").Deserialize<int[][]>()!;
        Assert.Equal(text.Length > 0 ? 1 : 0, result.GetProperty("pgs").GetInt32());
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, times.Length);
        Assert.All(times, time => Assert.True(time is [>= 0, var end] && end >= time[0], string.Create(CultureInfo.InvariantCulture, $"{time[0]} to {time[^1]}")));
        if (status != 2)
            Heard.Add((status, text, words, times));
    }

    private static string Decoded(JsonElement result, string name) => Encoding.UTF8.GetString(result.GetProperty(name).GetBytesFromBase64());
}
