using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Security;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Whole recordings in one block, on a node without a worker: what arrives stays as it was sent.</summary>
public sealed class OfflineAudioTests : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly SharedServer shared;
    private readonly TestServer server;
    private IssuedClient? client;
    private HttpClient? http;

    public OfflineAudioTests(SharedServer shared)
    {
        this.shared = shared;
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"), ("Asr:Uploads:MaxBytes", $"{12 << 20}"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DeepFinchDriver Tasks => new(server.Http, client!);

    private string[] Blobs => Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories);

    public async ValueTask InitializeAsync() => (http, client) = await server.AddClientAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task A_recording_ends_as_a_transcript_under_its_task_id()
    {
        var (key, speaker) = await shared.Server.AddClientAsync(SecuredServer.Settings() with { Language = "en" });
        var taskId = $"call-{Guid.NewGuid()}";

        var reply = await new DeepFinchDriver(shared.Server.Http, speaker).PostAsync(Recordings.Mp3, taskId);

        Assert.Equal((HttpStatusCode.OK, "OK"), (reply.Status, reply.Word));
        Assert.Equal($$"""{"task_id":"{{taskId}}","sync_id":"1"}""", reply.Body.GetProperty("result").GetRawText());
        var id = (await key.GetFromJsonAsync<JsonElement>(new Uri($"{NativeDriver.Path}/{taskId}", UriKind.Relative), Token)).GetProperty("id").GetGuid();
        var job = await new NativeDriver(key).WaitForStateAsync(id, "done");
        Assert.Equal("deepfinch", job.GetProperty("protocol").GetString());
        Assert.Contains(Recordings.Words, job.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Base64_is_taken_in_all_three_forms()
    {
        // Line breaks, and all of base64's characters.
        var recording = Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7 / 3)).ToArray();
        var fields = new Dictionary<string, string> { ["task_id"] = "form", ["voice_base64"] = Convert.ToBase64String(recording, Base64FormattingOptions.InsertLineBreaks) };
        using var multipart = new MultipartFormDataContent { { new StringContent("multipart"), "task_id" }, { new StringContent(fields["voice_base64"]), "voice_base64" } };
        using var form = new FormUrlEncodedContent(fields);
        using var json = JsonContent.Create(new { task_id = "json", audio_status = 4, audio_id = 1, type = "1", url = "", other = true, voice_base64 = fields["voice_base64"] });

        foreach (var content in new HttpContent[] { multipart, form, json })
            Assert.Equal("OK", (await Tasks.SendAsync(content)).Word);

        Assert.Equal(3, Blobs.Length);
        Assert.All(Blobs, file => Assert.Equal(recording, File.ReadAllBytes(file)));
    }

    [Theory]
    [InlineData("audio_status", "3", "audio_status")]
    [InlineData("audio_status", "last", "audio_status")]
    [InlineData("audio_id", "0", "audio_id")]
    [InlineData("url", "http://127.0.0.1/a.wav", "one of file, url and voice_base64")]
    [InlineData("voice_base64", "AAAA", "either as file or as voice_base64")]
    [InlineData("type", "2", "type")]
    public async Task What_cannot_be_done_is_refused_with_a_reason_and_leaves_nothing_behind(string field, string value, string reason)
    {
        var reply = await Tasks.PostAsync([1, 2, 3], "task", (field, value));

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, reply.Word));
        Assert.Contains(reason, reply.Reason);
        Assert.Empty(Blobs);
        await Tasks.SubmitAsync([1, 2, 3], "task");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("任务")]
    [InlineData("a\0b")]
    public async Task A_task_needs_an_id_that_can_be_one(string? taskId)
    {
        foreach (var id in new[] { taskId, new string('x', 101) })
        {
            var reply = await Tasks.PostAsync([1], id);
            Assert.Equal("INVALID_ARGUMENT", reply.Word);
            Assert.Contains("task_id", reply.Reason);
        }

        Assert.Empty(Blobs);
    }

    [Theory]
    [InlineData("application/json", """{"task_id":"t"}""", "no audio")]
    [InlineData("application/json", """{"task_id":"t","voice_base64":""}""", "no audio")]
    [InlineData("application/json", """{"task_id":"t","url":"http://127.0.0.1/a.wav"}""", "not on the public Internet")]
    [InlineData("application/json", """{"task_id":"t","voice_base64":"AAA"}""", "base64")]
    [InlineData("application/json", """{"task_id":"t","voice_base64":"\ud800"}""", "not valid JSON")]
    [InlineData("application/json", """{"task_id":""", "not valid JSON")]
    [InlineData("application/json", """[]""", "must be a JSON object")]
    [InlineData("application/json", "null", "must be a JSON object")]
    [InlineData("application/json", "", "not valid JSON")]
    [InlineData("application/x-www-form-urlencoded", "task_id=t", "no audio")]
    [InlineData("application/x-www-form-urlencoded", "task_id=t&voice_base64=*", "base64")]
    [InlineData("application/x-www-form-urlencoded", "", "task_id")]
    [InlineData("multipart/form-data", "", "task_id")]
    [InlineData("text/plain", "task_id=t", "task_id")]
    public async Task A_body_without_a_recording_is_refused(string type, string body, string reason)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        var reply = await Tasks.SendAsync(content);

        Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, reply.Word));
        Assert.Contains(reason, reply.Reason);
    }

    [Fact]
    public async Task Too_large_a_recording_is_refused_as_the_protocol_says_and_leaves_nothing_behind()
    {
        // Base64 may have 10 MB, files as much as is configured: here 12.
        using var base64 = new FormUrlEncodedContent([new("task_id", "a"), new("voice_base64", Convert.ToBase64String(new byte[(10 << 20) + 1]))]);
        using var absurd = JsonContent.Create(new { task_id = "b", voice_base64 = new string('A', 21 << 20) });

        foreach (var reply in new[] { await Tasks.SendAsync(base64), await Tasks.SendAsync(absurd), await Tasks.PostAsync(new byte[(12 << 20) + 1], "c") })
            Assert.Equal((HttpStatusCode.BadRequest, "UPLOAD_FAILED"), (reply.Status, reply.Word));
        Assert.Empty(Blobs);
        Assert.Empty(Directory.GetFiles(server.Data.Spool));

        await Tasks.SubmitAsync(new byte[(10 << 20) + 1], "d");
    }

    [Fact]
    public async Task An_id_is_used_once_even_at_once()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Tasks.PostAsync([(byte)i], "mine")));

        var refused = replies.Where(reply => reply.Word != "OK").ToList();
        Assert.Equal(7, refused.Count);
        Assert.All(refused, reply => Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, reply.Word)));
        Assert.All(refused, reply => Assert.Contains("used before", reply.Reason));
        Assert.Single(Blobs);
    }

    [Fact]
    public async Task An_idempotency_key_makes_a_repetition_safe()
    {
        foreach (var _ in new[] { 1, 2 })
        {
            using var form = AsrTaskDriver.Form(new ByteArrayContent([1]));
            form.Add(new StringContent("mine"), "task_id");
            Assert.Equal("OK", (await Tasks.SendAsync(form, "order-7")).Word);
        }

        Assert.Single(Blobs);
    }

    [Fact]
    public async Task The_native_API_knows_the_ids_of_every_protocol_and_takes_the_newest()
    {
        var jobs = new NativeDriver(http!);
        var taskId = await new AsrTaskDriver(http!).SubmitAsync([1]);
        Assert.Equal("asr-task", await ProtocolOfAsync(taskId));

        // Of two jobs that are known by one id, the later one; but an internal id comes before all.
        await Tasks.SubmitAsync([2], taskId);
        Assert.Equal("deepfinch", await ProtocolOfAsync(taskId));
        var id = await jobs.SubmitAsync([3]);
        await Tasks.SubmitAsync([4], id.ToString());
        Assert.Equal("native", await ProtocolOfAsync(id.ToString()));
        var guid = Guid.NewGuid().ToString();
        await Tasks.SubmitAsync([5], guid);
        Assert.Equal("deepfinch", await ProtocolOfAsync(guid));

        async Task<string> ProtocolOfAsync(string any) =>
            (await http!.GetFromJsonAsync<JsonElement>(new Uri($"{NativeDriver.Path}/{any}", UriKind.Relative), Token)).GetProperty("protocol").GetString()!;
    }

    [Fact]
    public async Task Limits_are_told_in_the_protocols_words()
    {
        // Two MB are more than a minute as long as nothing else is known.
        foreach (var (settings, word) in new[]
        {
            (SecuredServer.Settings() with { MaxQueued = 1 }, "RATE_LIMIT_EXCEEDED"),
            (SecuredServer.Settings() with { QuotaMinutes = 1 }, "OUT_OF_QUOTA"),
            (SecuredServer.Settings() with { RequestsPerSecond = 1 }, "RATE_LIMIT_EXCEEDED"),
        })
        {
            var tasks = new DeepFinchDriver(server.Http, (await server.AddClientAsync(settings)).Issued);
            await tasks.SubmitAsync(new byte[2_000_000], "first");

            var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => tasks.PostAsync([1], $"next{i}")));

            var refused = replies.Where(reply => reply.Word != "OK").ToList();
            Assert.NotEmpty(refused);
            Assert.All(refused, reply => Assert.Equal((HttpStatusCode.Forbidden, word, true), (reply.Status, reply.Word, reply.HasRetryAfter)));
        }
    }

    [Fact]
    public async Task A_server_that_has_no_room_answers_500()
    {
        await using var full = TestServer.Start(shared.Postgres.NewDatabase(), directory.File("full"), ("Asr:Roles", "Api"), ("Asr:Queue:MaxQueued", "1"));
        var tasks = new DeepFinchDriver(full.Http, (await full.AddClientAsync()).Issued);
        await tasks.SubmitAsync([1], "one");

        var reply = await tasks.PostAsync([2], "two");

        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL_ERROR", true), (reply.Status, reply.Word, reply.HasRetryAfter));
    }
}
