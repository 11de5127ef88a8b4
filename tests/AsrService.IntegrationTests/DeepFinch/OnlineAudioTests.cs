using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.IntegrationTests.Security;
using AsrService.Tests.Outgoing;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Chunks on their way in, as clients send them.</summary>
public sealed class OnlineAudioTests(ChunkServer server) : IClassFixture<ChunkServer>
{
    private const int MaxBytes = 10 << 20;

    // All of base64's characters.
    private static readonly byte[] Chunk = [.. Enumerable.Range(0, 6401).Select(i => (byte)(i * 7 / 3))];

    [Fact]
    public async Task All_three_inputs_are_taken_in_all_three_forms()
    {
        await using var files = await LoopbackServer.StartAsync(context => context.Response.Body.WriteAsync(Chunk).AsTask());
        var tasks = await server.AddClientAsync();
        var base64 = Convert.ToBase64String(Chunk, Base64FormattingOptions.InsertLineBreaks);
        foreach (var (input, value) in new[] { ("file", base64), ("url", files.Url.AbsoluteUri), ("voice_base64", base64) })
        {
            foreach (var form in new[] { "multipart", "form", "json" })
            {
                var taskId = $"{input}-{form}";
                using var content = Content(form, [("task_id", taskId), ("audio_status", "1"), ("audio_id", "1"), ("type", "1"), (input, value)]);
                if (input == "file" && content is MultipartFormDataContent)
                    continue;

                Assert.Equal("OK", (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content)).Word);
                Assert.Equal(Chunk, server.Sessions.Chunks.Single(chunk => chunk.TaskId == taskId).Audio.ToArray());
            }
        }

        using var file = AsrTaskDriver.Form(new ByteArrayContent(Chunk));
        foreach (var (name, value) in new[] { ("task_id", "file-multipart"), ("audio_status", "1"), ("audio_id", "1"), ("url", "") })
            file.Add(new StringContent(value), name);
        Assert.Equal("OK", (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, file)).Word);
        Assert.Equal(Chunk, server.Sessions.Chunks.Single(chunk => chunk.TaskId == "file-multipart").Audio.ToArray());
    }

    [Theory]
    [InlineData("There is no audio")]
    [InlineData("one of file, url and voice_base64", "voice_base64=AAAA", "url=http://127.0.0.1/a")]
    [InlineData("either as file or as voice_base64", "voice_base64=AAAA", "file=AAAA")]
    [InlineData("not valid base64", "voice_base64=A*==")]
    [InlineData("not valid base64", "voice_base64=AAA")]
    [InlineData("There is no audio", "voice_base64=")]
    [InlineData("The audio is empty", "voice_base64= ")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=0")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=-1")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=one")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=1.0")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=99999999999")]
    [InlineData("audio_id", "voice_base64=AAAA", "audio_id=")]
    [InlineData("audio_status", "voice_base64=AAAA", "audio_status=3")]
    [InlineData("audio_status", "voice_base64=AAAA", "audio_status=-1")]
    [InlineData("audio_status", "voice_base64=AAAA", "audio_status=first")]
    [InlineData("audio_status", "voice_base64=AAAA", "audio_status=")]
    [InlineData("type", "voice_base64=AAAA", "type=2")]
    [InlineData("language", "voice_base64=AAAA", "language=tlh")]
    [InlineData("sample_rate", "voice_base64=AAAA", "sample_rate=44100")]
    [InlineData("wait_ms", "voice_base64=AAAA", "wait_ms=10001")]
    [InlineData("wait_ms", "voice_base64=AAAA", "wait_ms=-1")]
    [InlineData("task_id", "voice_base64=AAAA", "task_id=a/b")]
    [InlineData("task_id must be that of the session", "voice_base64=AAAA", "task_id=", "audio_status=2")]
    [InlineData("task_id must be that of the session", "voice_base64=AAAA", "task_id=", "audio_status=4", "audio_id=2")]
    [InlineData("Only URLs that begin with http", "url=file:///etc/passwd")]
    [InlineData("Only URLs that begin with http", "url=ftp://127.0.0.1/a")]
    [InlineData("url", "url=not a url")]
    [InlineData("not on the public Internet", "url=http://127.0.0.2/a")]
    [InlineData("callback_url", "voice_base64=AAAA", "callback_url=x")]
    public async Task What_a_chunk_must_not_be_is_refused_with_a_reason(string reason, params string[] fields)
    {
        var tasks = await server.AddClientAsync();
        var taskId = Guid.NewGuid().ToString();
        var sent = new Dictionary<string, string> { ["task_id"] = taskId, ["audio_status"] = "1", ["audio_id"] = "1" };
        foreach (var field in fields)
            sent[field[..field.IndexOf('=')]] = field[(field.IndexOf('=') + 1)..];

        foreach (var form in new[] { "form", "json" })
        {
            using var content = Content(form, sent.Select(field => (field.Key, field.Value)));
            var reply = await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content);

            Assert.Equal((HttpStatusCode.BadRequest, "INVALID_ARGUMENT"), (reply.Status, reply.Word));
            Assert.Contains(reason, reply.Reason);
        }

        Assert.DoesNotContain(server.Sessions.Chunks, chunk => chunk.TaskId == taskId);
    }

    [Fact]
    public async Task A_session_that_was_never_opened_does_not_exist()
    {
        var reply = await (await server.AddClientAsync()).AddAsync("never", 2, Chunk);

        Assert.Equal((HttpStatusCode.BadRequest, "TASK_NOT_EXISTS"), (reply.Status, reply.Word));
    }

    [Fact]
    public async Task The_end_can_be_told_with_audio_and_without()
    {
        var tasks = await server.AddClientAsync();
        var taskId = (await tasks.AddAsync("", 1, Chunk, status: 1)).TaskId;

        var nothing = await tasks.AddAsync(taskId, 2, default);
        Assert.Equal(("INVALID_ARGUMENT", "There is no audio: send it as file, url or voice_base64."), (nothing.Word, nothing.Reason));
        Assert.Equal("OK", (await tasks.AddAsync(taskId, 2, default, status: 4)).Word);

        var last = server.Sessions.Chunks.Last(chunk => chunk.TaskId == taskId);
        Assert.Equal((true, false, true, 0), (last.IsLast, last.IsFirst, last.IsLive, last.Audio.Length));
    }

    [Fact]
    public async Task Chunks_of_10_MB_are_taken_and_larger_ones_are_not_in_any_form()
    {
        await using var files = await LoopbackServer.StartAsync(context =>
            context.Response.Body.WriteAsync(new byte[context.Request.Path == "/large" ? MaxBytes + 1 : MaxBytes]).AsTask());
        var tasks = await server.AddClientAsync();
        foreach (var (bytes, path, word) in new[] { (MaxBytes, "", "OK"), (MaxBytes + 1, "large", "UPLOAD_FAILED"), (MaxBytes * 6 / 5, "large", "UPLOAD_FAILED") })
        {
            var base64 = Convert.ToBase64String(new byte[bytes]);
            var url = new Uri(files.Url, path).AbsoluteUri;
            foreach (var (form, name, value) in new[] { ("multipart", "voice_base64", base64), ("form", "voice_base64", base64), ("json", "voice_base64", base64), ("json", "url", url) })
            {
                using var content = Content(form, [("audio_status", "1"), ("audio_id", "1"), (name, value)]);
                Assert.Equal(word, (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content)).Word);
            }

            using var file = AsrTaskDriver.Form(new ByteArrayContent(new byte[bytes]));
            file.Add(new StringContent("1"), "audio_status");
            file.Add(new StringContent("1"), "audio_id");
            Assert.Equal(word, (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, file)).Word);
        }
    }

    [Fact]
    public async Task A_download_that_takes_longer_than_5_s_or_breaks_has_failed()
    {
        await using var files = await LoopbackServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/none")
            {
                context.Response.StatusCode = 404;
                return;
            }

            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync(new byte[10]);
            await context.Response.Body.FlushAsync();
            if (context.Request.Path == "/broken")
                context.Abort();
            else
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var closed = new Uri("http://127.0.0.1:1/");
        var tasks = await server.AddClientAsync();
        foreach (var (url, reason) in new[] { (new Uri(files.Url, "slow"), "takes longer than"), (new Uri(files.Url, "broken"), ""), (new Uri(files.Url, "none"), "answered 404"), (closed, "cannot be reached") })
        {
            using var content = Content("json", [("audio_status", "1"), ("audio_id", "1"), ("url", url.AbsoluteUri)]);
            var started = Stopwatch.GetTimestamp();
            var reply = await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content);

            Assert.Equal((HttpStatusCode.BadRequest, "UPLOAD_FAILED"), (reply.Status, reply.Word));
            Assert.Contains(reason, reply.Reason);
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 8);
        }
    }

    [Theory]
    [InlineData(null, null, null, "zh")]
    [InlineData("en", null, null, "en")]
    [InlineData("en", "1", null, "zh")]
    [InlineData("en", null, "fr", "fr")]
    [InlineData(null, "1", "auto", "auto")]
    public async Task The_language_is_the_requests_or_the_clients_or_Mandarin(string? clients, string? type, string? language, string expected)
    {
        var tasks = await server.AddClientAsync(SecuredServer.Settings() with { Language = clients });
        using var content = Content("json", [("audio_status", "1"), ("audio_id", "1"), ("type", type ?? ""), ("language", language ?? ""), ("voice_base64", "AAAA")]);
        var taskId = (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content)).TaskId;

        Assert.Equal(expected, server.Sessions.Chunks.Single(chunk => chunk.TaskId == taskId).Job.Options.Language);
    }

    [Theory]
    [InlineData(null, "", 16000)]
    [InlineData(8000, "", 8000)]
    [InlineData(8000, "16000", 16000)]
    [InlineData(null, "8000", 8000)]
    [InlineData(44100, "", 16000)]
    public async Task The_sample_rate_is_the_requests_or_the_clients_or_16_kHz(int? clients, string sent, int expected)
    {
        var tasks = await server.AddClientAsync(SecuredServer.Settings() with { SampleRate = clients });
        using var content = Content("form", [("audio_status", "1"), ("audio_id", "1"), ("sample_rate", sent), ("voice_base64", "AAAA"), ("wait_ms", "250")]);
        var taskId = (await tasks.SendAsync(HttpMethod.Post, DeepFinchDriver.OnlinePath, content)).TaskId;

        var chunk = server.Sessions.Chunks.Single(chunk => chunk.TaskId == taskId);
        Assert.Equal((expected, TimeSpan.FromMilliseconds(250), true, false), (chunk.SampleRate, chunk.Wait, chunk.IsFirst, chunk.IsLast));
    }

    [Fact]
    public async Task A_session_that_is_open_is_not_cut_by_limits_on_new_ones()
    {
        foreach (var (settings, word) in new[] { (SecuredServer.Settings() with { MaxQueued = 1 }, "RATE_LIMIT_EXCEEDED"), (SecuredServer.Settings() with { QuotaMinutes = 1 }, "OUT_OF_QUOTA") })
        {
            var tasks = await server.AddClientAsync(settings);
            Assert.Equal("OK", (await tasks.AddAsync("open", 1, Chunk, status: 1)).Word);
            await tasks.SubmitAsync(new byte[2_000_000], "another");

            Assert.Equal("OK", (await tasks.AddAsync("open", 2, Chunk)).Word);
            foreach (var refused in new[] { await tasks.AddAsync("new", 1, Chunk, status: 1), await tasks.AddAsync("", 1, Chunk, status: 1) })
                Assert.Equal((HttpStatusCode.Forbidden, word, true), (refused.Status, refused.Word, refused.HasRetryAfter));
        }
    }

    [Fact]
    public async Task The_rate_holds_for_chunks_as_well()
    {
        var tasks = await server.AddClientAsync(SecuredServer.Settings() with { RequestsPerSecond = 1 });

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tasks.AddAsync("", 1, Chunk, status: 1)));

        var refused = replies.Where(reply => reply.Word != "OK").ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, reply => Assert.Equal((HttpStatusCode.Forbidden, "RATE_LIMIT_EXCEEDED", true), (reply.Status, reply.Word, reply.HasRetryAfter)));
    }

    private static HttpContent Content(string form, IEnumerable<(string Name, string Value)> fields)
    {
        if (form == "json")
            return JsonContent.Create(fields.ToDictionary(field => field.Name, object (field) => int.TryParse(field.Value, CultureInfo.InvariantCulture, out var number) ? number : field.Value));
        if (form == "form")
            return new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

        var multipart = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            multipart.Add(new StringContent(value), name);
        return multipart;
    }
}
