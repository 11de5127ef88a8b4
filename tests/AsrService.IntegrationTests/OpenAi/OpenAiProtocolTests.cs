using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.OpenAi;

/// <summary>What clients of OpenAI see beyond what its own client shows.</summary>
public sealed class OpenAiProtocolTests(SharedServer shared)
{
    private const string Path = "/v1/audio/transcriptions";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_usual_answer_is_the_text_and_what_it_used()
    {
        var (status, body) = await PostAsync(Recordings.Mp3, ("model", "whisper-1"));

        Assert.Equal(HttpStatusCode.OK, status);
        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal(["text", "usage"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"type":"duration","seconds":11}""", json.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Everything_that_is_known_has_openais_names()
    {
        var (_, body) = await PostAsync(Recordings.Mp3, ("response_format", "verbose_json"), ("timestamp_granularities[]", "word"), ("timestamp_granularities[]", "segment"));

        var json = JsonDocument.Parse(body).RootElement;
        Assert.Equal(["task", "language", "duration", "text", "segments", "words"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob"],
            json.GetProperty("segments")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["word", "start", "end"], json.GetProperty("words")[0].EnumerateObject().Select(member => member.Name).Take(3));

        (_, body) = await PostAsync(Recordings.Mp3, ("response_format", "verbose_json"), ("timestamp_granularities[]", "word"));
        Assert.False(JsonDocument.Parse(body).RootElement.TryGetProperty("segments", out _));
    }

    [Theory]
    [InlineData("response_format", "docx", "The field response_format must be json, text, srt, verbose_json, vtt.")]
    [InlineData("timestamp_granularities[]", "letter", "The field timestamp_granularities[] must be segment or word.")]
    [InlineData("temperature", "7", "The field temperature must be a number from 0 to 1.")]
    [InlineData("model", "../etc/passwd", "The field model must be whisper-1, which is the configured one, or a model's name.")]
    public async Task A_field_that_is_not_allowed_is_named(string name, string value, string sentence)
    {
        var (status, body) = await PostAsync([1], (name, value));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal($$$"""{"error":{"message":"{{{sentence}}}","type":"invalid_request_error","param":"{{{name}}}"}}""", body);
    }

    [Fact]
    public async Task A_request_without_a_file_or_with_an_unknown_model_is_refused()
    {
        var (status, body) = await PostAsync(null, ("model", "whisper-1"));
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":{"message":"There is no file part named file.","type":"invalid_request_error","param":"file"}}"""), (status, body));

        (status, body) = await PostAsync(Recordings.Mp3, ("model", "no-such-model"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no-such-model", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_key_will_do_where_none_is_needed_but_one_that_looks_like_ours_is_checked()
    {
        foreach (var (key, status) in new[] { ("sk-unused", HttpStatusCode.OK), ("asr_abcdefgh_wrong", HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models") { Headers = { Authorization = new("Bearer", key) } };
            using var response = await shared.Server.Http.SendAsync(request, Token);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_caller_who_hangs_up_cancels_the_job()
    {
        // A client of its own sees no other jobs.
        var (http, _) = await shared.Server.AddClientAsync();
        using var hangUp = new CancellationTokenSource();
        using var form = Form(await Recordings.LongAsync(minutes: 5));
        var running = http.PostAsync(new Uri(Path, UriKind.Relative), form, hangUp.Token);

        var job = await Poll.UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonElement>(new Uri($"{NativeDriver.Path}?protocol=openai", UriKind.Relative), Token)).GetProperty("items").EnumerateArray().FirstOrDefault(),
            job => job.ValueKind == JsonValueKind.Object && job.GetProperty("progress").GetDouble() > 0);
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await new NativeDriver(http).WaitForStateAsync(job.GetProperty("id").GetGuid(), "cancelled");
    }

    [Fact]
    public async Task A_stream_tells_what_is_heard_and_then_the_whole()
    {
        using var form = Form(await Recordings.LongAsync(minutes: 2), ("stream", "true"));
        using var response = await shared.Server.Http.PostAsync(new Uri(Path, UriKind.Relative), form, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);

        var events = (await response.Content.ReadAsStringAsync(Token)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(each => JsonDocument.Parse(each.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement).ToList();
        Assert.True(events.Count > 2);
        Assert.All(events.SkipLast(1), each => Assert.Equal("transcript.text.delta", each.GetProperty("type").GetString()));
        Assert.Equal("transcript.text.done", events[^1].GetProperty("type").GetString());
        Assert.StartsWith(events[0].GetProperty("delta").GetString()![..20], events[^1].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(byte[]? recording, params (string Name, string Value)[] fields)
    {
        using var form = Form(recording, fields);
        using var response = await shared.Server.Http.PostAsync(new Uri(Path, UriKind.Relative), form, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static MultipartFormDataContent Form(byte[]? recording, params (string Name, string Value)[] fields)
    {
        var form = recording is null ? [] : AsrTaskDriver.Form(new ByteArrayContent(recording));
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }
}
