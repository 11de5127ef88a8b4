using System.Globalization;
using System.Net;
using System.Text.Json;
using AsrService.IntegrationTests.Callbacks;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>The whole protocol over real HTTP: a file server, the server, a receiver of callbacks.</summary>
public sealed class TeleAiTests(TeleAiServer servers) : IClassFixture<TeleAiServer>
{
    // A value that no reader and writer of JSON would give back in just this form.
    private const string OddData = """{ "b":1.50,"a":["\u5317京",null, {}],"b":2 }""";

    private readonly string id = Guid.NewGuid().ToString();

    [Fact]
    public async Task A_result_is_pushed_with_sentences_and_signed_and_can_be_asked_for_as_well()
    {
        await using var files = await FileServer.StartAsync(Recordings.Mp3);
        await using var receiver = await Receiver.StartAsync();
        var (signer, client) = await servers.AddClientAsync(TeleAiServer.Settings() with { Language = "en" });

        var reply = await signer.PostAsync(TeleAiServer.Body(id, files.Url, ("callback_url", receiver.Url), ("return_mode", 0), ("business_data", "通话 7\n")));
        Assert.Equal((HttpStatusCode.OK, $$"""{"code":"10000","msg":"调用成功","requestId":"{{id}}"}"""), (reply.Status, reply.Body.GetRawText()));
        await receiver.WaitAsync();

        var callback = Assert.Single(receiver.Received);
        Assert.Equal((callback.SignedBy(client.WebhookSecret), "application/json"), (callback.Signature, callback.ContentType));
        var sentence = AssertKennedy(callback.Json);
        Assert.Equal(
            $$"""{"task_id":"{{callback.Json.GetProperty("task_id").GetGuid()}}","req_id":"{{id}}","status":10000,"status_msg":"Succeed","business_data":"通话 7\n","result":{"sentences":[{{sentence.GetRawText()}}""" + "]}}",
            callback.Body);
        Assert.Equal($$"""{"code":"10000",{{callback.Body[1..]}}""", (await signer.QueryAsync(id)).Body.GetRawText());
    }

    [Fact]
    public async Task A_result_is_asked_for_where_the_answer_says_and_nothing_is_pushed()
    {
        await using var files = await FileServer.StartAsync(Recordings.Mp3);
        await using var receiver = await Receiver.StartAsync();
        var (signer, client) = await servers.AddClientAsync(TeleAiServer.Settings() with { CallbackUrl = receiver.Url.AbsoluteUri });
        var odd = $"{id} 任务/?&";
        var body = TeleAiServer.Body(odd, files.Url, ("business_data", "DATA")).Replace("\"DATA\"", OddData, StringComparison.Ordinal);

        var reply = await signer.PostAsync(body);

        var url = $"{servers.Server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{TeleAiSigner.QueryOf(odd)}";
        Assert.Equal(
            $$"""{"code":"10000","msg":"调用成功","requestId":"{{odd}}","resultUrl":"{{url}}"}""", reply.Body.GetRawText());
        var done = await Poll.UntilAsync(() => signer.GetAsync(new Uri(url).PathAndQuery), answer => answer.Code != "\"990003\"");
        var sentence = AssertKennedy(done.Body);
        var task = done.Body.GetProperty("task_id").GetGuid();
        Assert.Equal(
            $$"""{"code":"10000","task_id":"{{task}}","req_id":"{{odd}}","status":10000,"status_msg":"Succeed","business_data":{{OddData}},"result":{"sentences":[{{sentence.GetRawText()}}""" + "]}}",
            done.Body.GetRawText());
        Assert.Empty(receiver.Received);
        using var http = servers.Server.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Secret);
        Assert.Empty(await new DeliveryDriver(http).OfJobAsync(task));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_documents_sample_clients_are_understood(bool isJava)
    {
        await using var files = await FileServer.StartAsync(Recordings.Mp3);
        await using var receiver = await Receiver.StartAsync();
        var (signer, _) = await servers.AddClientAsync();

        // A HashMap of Hutool's, in no certain order and with milliseconds; and json.dumps of requests, with seconds.
        var (link, callback) = (files.Url.AbsoluteUri, receiver.Url.AbsoluteUri);
        var reply = isJava
            ? await signer.PostAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""{"req_id":"test001","enable_callback":true,"file_link":"{{link}}","callback_url":"{{callback}}","timestamp":{{TeleAiServer.Now.ToUnixTimeMilliseconds()}}}"""), null,
                ("Accept", "text/html,application/json,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), ("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Hutool"),
                ("Accept-Encoding", "gzip, deflate"), ("Accept-Language", "zh-CN,zh;q=0.8"))
            : await signer.PostAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""{"req_id": "test001", "timestamp": {{TeleAiServer.Now.ToUnixTimeSeconds()}}, "file_link": "{{link}}", "enable_callback": true, "callback_url": "{{callback}}"}"""), null,
                ("User-Agent", "python-requests/2.32.3"), ("Accept-Encoding", "gzip, deflate"), ("Accept", "*/*"), ("Connection", "keep-alive"));

        Assert.Equal("""{"code":"10000","msg":"调用成功","requestId":"test001"}""", reply.Body.GetRawText());
        await receiver.WaitAsync();
        AssertKennedy(Assert.Single(receiver.Received).Json);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_task_and_fetches_nothing()
    {
        await using var files = await FileServer.StartAsync([1]);
        await using var receiver = await Receiver.StartAsync();
        var (signer, _) = await servers.AddClientAsync();
        var (other, _) = await servers.AddClientAsync();
        (string, object?)[] push = [("callback_url", receiver.Url), ("return_mode", 0), ("business_data", "a")];

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => signer.PostAsync(TeleAiServer.Body(id, files.Url, push))));
        await receiver.WaitAsync();
        var again = await signer.PostAsync(TeleAiServer.Body(id, files.Url, [.. push, ("timestamp", $"{TeleAiServer.Now.ToUnixTimeMilliseconds() - 1000}"), ("x", 1)]));

        Assert.All(replies.Append(again), reply => Assert.Equal($$"""{"code":"10000","msg":"调用成功","requestId":"{{id}}"}""", reply.Body.GetRawText()));
        Assert.Single(files.Ranges);
        Assert.Single(receiver.Received);
        foreach (var (file, change) in new (Uri, (string, object?))[]
        {
            (files.At("other"), ("x", 1)), (files.Url, ("callback_url", new Uri(receiver.Url, "/other"))), (files.Url, ("return_mode", 1)), (files.Url, ("business_data", "b")), (files.Url, ("business_data", null)),
        })
        {
            var refused = await signer.PostAsync(TeleAiServer.Body(id, file, [.. push, change]));
            Assert.Equal($$"""{"code":"10304","msg":"This id has been used before; please choose another one.","requestId":"{{id}}"}""", refused.Body.GetRawText());
        }

        Assert.Equal("\"10000\"", (await other.PostAsync(TeleAiServer.Body(id, files.Url))).Code);
        await other.WaitAsync(id);
        Assert.Equal(2, files.Ranges.Count);
    }

    [Fact]
    public async Task Each_channel_is_a_speaker_where_the_client_says_so_and_all_are_mixed_where_not()
    {
        var stereo = await Recordings.MakeAsync(
            $"-i {SetupFiles.Sample} -filter_complex [0]asplit[a][b];[b]adelay=12000[c];[a]apad=pad_dur=12[d];[d][c]join=inputs=2:channel_layout=stereo -f wav");
        await using var files = await FileServer.StartAsync(stereo);

        foreach (var areSpeakers in new[] { true, false })
        {
            var (signer, _) = await servers.AddClientAsync(TeleAiServer.Settings() with { ChannelsAreSpeakers = areSpeakers, Language = "en" });
            await signer.PostAsync(TeleAiServer.Body(id, files.Url));

            var sentences = SentencesOf((await signer.WaitAsync(id)).Body);

            int[] speakers = [.. sentences.Select(sentence => sentence.GetProperty("speaker_id").GetInt32())];
            Assert.Equal(areSpeakers ? [0, 1] : [0], speakers.Distinct());
            Assert.Equal(sentences.Select(Begin).Order(), sentences.Select(Begin));
            foreach (var half in sentences.GroupBy(sentence => Begin(sentence) < 11_500))
                Assert.Contains(Recordings.Words, string.Join(' ', half.Select(Text)));
        }
    }

    [Fact]
    public async Task Audio_without_a_header_is_read_where_the_link_or_the_client_says_so()
    {
        var usual = await Recordings.EncodedAsync("-ar 16000 -ac 1 -f s16le");
        var telephone = await Recordings.EncodedAsync("-ar 8000 -ac 2 -f s16le");
        foreach (var (recording, name, settings) in new[]
        {
            (usual, "a.pcm?x=1", TeleAiServer.Settings()), (usual, "a.RAW", TeleAiServer.Settings()), (telephone, "a", TeleAiServer.Settings() with { SampleRate = 8000, Channels = 2 }),
            (Recordings.Mp3, "a.pcm", TeleAiServer.Settings()),
        })
        {
            await using var files = await FileServer.StartAsync(recording);
            var (signer, _) = await servers.AddClientAsync(settings with { Language = "en" });
            await signer.PostAsync(TeleAiServer.Body(id, files.At(name)));
            AssertKennedy((await signer.WaitAsync(id)).Body);
        }
    }

    [Theory]
    [InlineData(true, 1, new[] { "", "bytes={half}-" })]
    [InlineData(false, 1, new[] { "", "bytes={half}-", "" })]
    [InlineData(true, 0, new[] { "" })]
    public async Task A_file_server_that_dies_half_way_is_asked_for_the_rest_or_else_for_all(bool knowsRange, int deaths, string[] ranges)
    {
        await using var files = await FileServer.StartAsync(Recordings.Mp3, knowsRange, deaths);
        var (signer, _) = await servers.AddClientAsync();

        await signer.PostAsync(TeleAiServer.Body(id, files.Url));
        AssertKennedy((await signer.WaitAsync(id)).Body);

        Assert.Equal(ranges.Select(range => range.Replace("{half}", $"{Recordings.Mp3.Length / 2}", StringComparison.Ordinal)), files.Ranges);
    }

    private static JsonElement AssertKennedy(JsonElement result)
    {
        var sentence = Assert.Single(SentencesOf(result));
        Assert.Equal(["speaker_id", "begin_time", "end_time", "texts", "confidence"], sentence.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, sentence.GetProperty("speaker_id").GetInt32());
        Assert.InRange(Begin(sentence), 0, 1000);
        Assert.InRange(sentence.GetProperty("end_time").GetInt32(), 9_500, 11_100);
        Assert.Contains(Recordings.Words, Text(sentence));
        Assert.EndsWith(".", Text(sentence), StringComparison.Ordinal);
        Assert.InRange(sentence.GetProperty("confidence").GetDouble(), 0.5, 1);
        return sentence;
    }

    private static List<JsonElement> SentencesOf(JsonElement result) => [.. result.GetProperty("result").GetProperty("sentences").EnumerateArray()];

    private static int Begin(JsonElement sentence) => sentence.GetProperty("begin_time").GetInt32();

    private static string Text(JsonElement sentence) => sentence.GetProperty("texts").GetString()!;
}
