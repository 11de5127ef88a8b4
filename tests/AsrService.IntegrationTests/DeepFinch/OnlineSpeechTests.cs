using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Security;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Real speech, from the first chunk to the job that the session becomes.</summary>
public sealed class OnlineSpeechTests(SharedServer shared)
{
    // Sentences are recognised one by one, and the model may then hear "as" for "ask": how well is another test's matter.
    private const string Words = "what your country can do for you";

    private static readonly ClientSettings English = new() { Name = "", Language = "en" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sentences_become_final_while_one_speaks_and_the_whole_is_a_job(bool isInRealTime)
    {
        var (http, issued) = await AddClientAsync();
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);
        var speaker = new OnlineSpeaker(tasks);

        await speaker.SpeakAsync(await OnlineSpeaker.PcmAsync(), isInRealTime);
        await speaker.ListenAsync(() => speaker.Sentences.Any(sentence => sentence.EndsWith("your country.", StringComparison.Ordinal)));

        Assert.All(speaker.Heard, heard => Assert.DoesNotContain('[', heard.Words));
        var times = speaker.Heard.Where(heard => heard.Status == 5).SelectMany(heard => heard.Times).ToList();
        Assert.Equal(times.OrderBy(time => time[0]), times);
        Assert.InRange(times[^1][1], 9_000, 11_500);

        foreach (var _ in new[] { 1, 2 })
            Assert.Equal("OK", (await tasks.CloseAsync(speaker.TaskId)).Word);
        foreach (var late in new[] { await tasks.AddAsync(speaker.TaskId, speaker.Sent + 1, new byte[2]), await tasks.AddAsync(speaker.TaskId, speaker.Sent + 1, default, status: 4) })
            Assert.Equal((HttpStatusCode.BadRequest, "TASK_NOT_EXISTS"), (late.Status, late.Word));

        var job = await DoneAsync(http, speaker.TaskId);
        Assert.Equal("deepfinch", job.GetProperty("protocol").GetString());
        Assert.Contains(Words, job.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Words, string.Join(' ', speaker.Sentences), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_text_of_a_sentence_grows_until_it_is_final()
    {
        // Kennedy's pauses end no sentence here.
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Sessions:EndSilence", "00:00:03"));
        var speaker = new OnlineSpeaker(new DeepFinchDriver(server.Http, (await server.AddClientAsync(English with { Name = "speaker" })).Issued));

        await speaker.SpeakAsync(await OnlineSpeaker.PcmAsync(), isInRealTime: true);
        await speaker.ListenAsync(() => speaker.Sentences.Any());

        Assert.Equal(0, speaker.Heard[0].Status);
        Assert.Contains(Words, Assert.Single(speaker.Sentences), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Audio_may_come_at_8_kHz_and_be_cut_within_a_sample()
    {
        var (http, issued) = await AddClientAsync(English with { SampleRate = 8000 });
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);
        var speaker = new OnlineSpeaker(tasks);

        await speaker.SpeakAsync(await OnlineSpeaker.PcmAsync(8000), chunkBytes: 3333);
        Assert.Equal("OK", (await tasks.AddAsync(speaker.TaskId, speaker.Sent + 1, default, status: 4)).Word);

        var job = await DoneAsync(http, speaker.TaskId);
        Assert.Contains(Words, job.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.InRange(job.GetProperty("audio_seconds").GetDouble(), 10.9, 11.1);
    }

    [Fact]
    public async Task A_chunk_may_be_a_file()
    {
        var (http, issued) = await AddClientAsync();
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);
        var speaker = new OnlineSpeaker(tasks);

        await speaker.SendAsync(Recordings.Mp3);
        await tasks.CloseAsync(speaker.TaskId);

        Assert.Contains(Words, (await DoneAsync(http, speaker.TaskId)).GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Chinese_comes_in_words_with_pinyin()
    {
        // espeak-ng's Chinese is for the form only: who knows what the model takes it for.
        using var directory = new TemporaryDirectory();
        using (var espeak = System.Diagnostics.Process.Start("espeak-ng", ["-v", "cmn", "-s", "130", "-w", directory.File("speech"), "今天北京的天气很好，我们去公园。"]))
            await espeak.WaitForExitAsync(Token);
        var pcm = await Recordings.MakeAsync($"-i {directory.File("speech")} -ar 16000 -ac 1 -f s16le");
        var (_, issued) = await AddClientAsync(English with { Language = null });
        var speaker = new OnlineSpeaker(new DeepFinchDriver(shared.Server.Http, issued));

        await speaker.SpeakAsync(pcm);
        await speaker.ListenAsync(() => speaker.Sentences.Any());

        Assert.All(speaker.Heard, heard => Assert.All(
            heard.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Matches(@"^(\p{L}|\p{N}|')+(\[([a-z]+[1-5])+\])?$", word)));
        Assert.Contains(speaker.Heard, heard => Regex.IsMatch(heard.Words, @"\p{IsCJKUnifiedIdeographs}+\[([a-z]+[1-5])+\]"));
    }

    [Fact]
    public async Task Sessions_of_two_clients_with_one_id_are_apart()
    {
        var (one, issuedOne) = await AddClientAsync();
        var (other, issuedOther) = await AddClientAsync();
        var speaker = new OnlineSpeaker(new DeepFinchDriver(shared.Server.Http, issuedOne), "mine");
        var silent = new OnlineSpeaker(new DeepFinchDriver(shared.Server.Http, issuedOther), "mine");

        foreach (var chunk in (await OnlineSpeaker.PcmAsync()).Chunk(64_000))
        {
            await speaker.SendAsync(chunk);
            await silent.SendAsync(new byte[chunk.Length]);
        }

        await speaker.ListenAsync(() => speaker.Sentences.Any());
        foreach (var issued in new[] { issuedOne, issuedOther })
            Assert.Equal("OK", (await new DeepFinchDriver(shared.Server.Http, issued).CloseAsync("mine")).Word);
        Assert.Contains(Words, (await DoneAsync(one, "mine")).GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", (await DoneAsync(other, "mine")).GetProperty("text").GetString());
        Assert.Empty(silent.Heard);
    }

    [Fact]
    public async Task The_task_of_another_client_does_not_exist()
    {
        var owner = new OnlineSpeaker(new DeepFinchDriver(shared.Server.Http, (await AddClientAsync()).Issued));
        var stranger = new DeepFinchDriver(shared.Server.Http, (await AddClientAsync()).Issued);
        await owner.SendAsync(new byte[6400]);

        foreach (var reply in new[] { await stranger.AddAsync(owner.TaskId, 2, new byte[6400]), await stranger.AddAsync(owner.TaskId, 2, default, status: 4), await stranger.CloseAsync(owner.TaskId) })
            Assert.Equal((HttpStatusCode.BadRequest, "TASK_NOT_EXISTS"), (reply.Status, reply.Word));
        await owner.SendAsync(new byte[6400]);
    }

    [Fact]
    public async Task Chunks_are_counted()
    {
        var (http, issued) = await AddClientAsync();
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);
        var chunk = new byte[32_000];
        chunk[0] = 1;

        Refused("the next audio_id must be 1", await tasks.AddAsync("counted", 2, chunk, status: 1));
        Assert.Equal("OK", (await tasks.AddAsync("counted", 1, chunk, status: 1)).Word);
        Assert.Equal("OK", (await tasks.AddAsync("counted", 1, chunk, status: 1)).Word);
        Refused("used before", await tasks.AddAsync("counted", 1, new byte[32_000], status: 1));
        Refused("the next audio_id must be 2", await tasks.AddAsync("counted", 3, chunk));
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal(2, (await tasks.AddAsync("counted", 2, chunk)).Result.GetProperty("sync_id").GetInt32());
        Refused("used before", await tasks.PostAsync(chunk, "counted"));
        await tasks.CloseAsync("counted");

        Assert.InRange((await DoneAsync(http, "counted")).GetProperty("audio_seconds").GetDouble(), 1.95, 2.05);

        static void Refused(string reason, DeepFinchReply reply)
        {
            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, reply.Word));
            Assert.Contains(reason, reply.Reason);
        }
    }

    [Fact]
    public async Task A_session_that_is_idle_for_too_long_says_so_once()
    {
        using var directory = new TemporaryDirectory();
        await using var server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Sessions:IdleTimeout", "00:00:01"));
        var (http, issued) = await server.AddClientAsync();
        var tasks = new DeepFinchDriver(server.Http, issued);
        await tasks.AddAsync("idle", 1, new byte[6400], status: 1);
        await DoneAsync(http, "idle");

        var told = await tasks.AddAsync("idle", 2, new byte[6400]);
        Assert.Equal("""{"task_id":"idle","asr_status":2,"ep_status":1,"base64":"","ppl_base64":"","time":[],"sync_id":2,"pgs":0,"close":1}""", told.Result.GetRawText());
        var after = await tasks.AddAsync("idle", 2, new byte[6400]);
        Assert.Equal((HttpStatusCode.BadRequest, "TASK_NOT_EXISTS"), (after.Status, after.Word));
        Assert.Equal("OK", (await tasks.CloseAsync("idle")).Word);
    }

    [Theory]
    [InlineData("-i SAMPLE -c copy -f mp3")]
    [InlineData("-i SAMPLE -ar 16000 -ac 1 -f s16le")]
    public async Task A_recording_in_blocks_is_transcribed_as_a_whole(string arguments)
    {
        var (http, issued) = await AddClientAsync();
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);
        var blocks = (await Recordings.MakeAsync(arguments.Replace("SAMPLE", SetupFiles.Sample, StringComparison.Ordinal))).Chunk(60_001).ToList();

        for (var i = 0; i < blocks.Count; i++)
        {
            var status = i == 0 ? "1" : i < blocks.Count - 1 ? "2" : "4";
            Assert.Equal("OK", (await tasks.PostAsync(blocks[i], "blocks", ("audio_status", status), ("audio_id", $"{i + 1}"))).Word);
        }

        Assert.Contains(Words, (await DoneAsync(http, "blocks")).GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("TASK_NOT_EXISTS", (await tasks.PostAsync(blocks[0], "blocks", ("audio_status", "2"), ("audio_id", "9"))).Word);
        Assert.Equal("OK", (await tasks.CloseAsync("blocks")).Word);
    }

    [Theory]
    [InlineData(16000)]
    [InlineData(8000)]
    public async Task A_whole_recording_may_have_no_header(int rate)
    {
        var (http, issued) = await AddClientAsync();
        var tasks = new DeepFinchDriver(shared.Server.Http, issued);

        Assert.Equal("OK", (await tasks.PostAsync(await OnlineSpeaker.PcmAsync(rate), "bare", ("sample_rate", $"{rate}"))).Word);

        Assert.Contains(Words, (await DoneAsync(http, "bare")).GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    private Task<(HttpClient Http, IssuedClient Issued)> AddClientAsync(ClientSettings? settings = null) =>
        shared.Server.AddClientAsync((settings ?? English) with { Name = SecuredServer.Settings().Name });

    private static async Task<JsonElement> DoneAsync(HttpClient http, string taskId)
    {
        var found = await Poll.UntilAsync(
            async () =>
            {
                using var response = await http.GetAsync(new Uri($"{NativeDriver.Path}/{taskId}", UriKind.Relative), Token);
                return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonElement>(Token) : (JsonElement?)null;
            },
            job => job is not null);
        return await new NativeDriver(http).WaitForStateAsync(found!.Value.GetProperty("id").GetGuid(), "done");
    }
}
