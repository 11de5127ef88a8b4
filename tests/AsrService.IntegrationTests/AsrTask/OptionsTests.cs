using System.Net;
using System.Text.Json;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.IntegrationTests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AsrService.IntegrationTests.AsrTask;

/// <summary>What a request asks of the recognition, from the form or the query to the worker. The test is the worker.</summary>
public sealed class OptionsTests : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly TestServer server;
    private readonly AsrTaskDriver tasks;
    private readonly IJobLeases leases;

    public OptionsTests(SharedServer shared)
    {
        server = TestServer.Start(shared.Postgres.NewDatabase(), directory.Path, ("Asr:Roles", "Api"));
        tasks = new AsrTaskDriver(server.Http);
        leases = server.Services.GetRequiredService<IJobLeases>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Fields_before_and_after_the_file_reach_the_worker()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("zh"), "language" },
            { new StringContent("ignored"), "colour" },
            { new ByteArrayContent(new byte[300_000]), "file", "blob" },
            { new StringContent("你好，世界 😀"), "prompt" },
            { new StringContent("true"), "word_timestamps" },
            { new StringContent("0.1"), "temperature" },
            { new StringContent("speakers"), "channels" },
        };

        Assert.Equal(
            new TranscriptionOptions { Language = "zh", Prompt = "你好，世界 😀", WordTimestamps = true, Temperature = 0.1, ChannelsAreSpeakers = true },
            (await StartAsync(await SubmitAsync(form))).Options);
    }

    [Fact]
    public async Task Query_parameters_reach_the_worker_and_the_form_outranks_them()
    {
        using var form = Form(("task", "transcribe"));

        var taskId = await SubmitAsync(form, "?language=de&language=fr&task=translate&beam_size=3&vad=true&model=base.en-q8_0&hotwords=M%C3%BCller,Z%C3%BCrich");

        Assert.Equal(
            new TranscriptionOptions { Language = "fr", Translate = false, BeamSize = 3, Vad = true, Model = "base.en-q8_0", Prompt = "Müller, Zürich" },
            (await StartAsync(taskId)).Options);
    }

    [Fact]
    public async Task The_database_keeps_only_what_was_asked_for()
    {
        using var plain = Form();
        using var asking = Form(("vad", "true"));

        Assert.Equal(new TranscriptionOptions(), (await StartAsync(await SubmitAsync(plain))).Options);
        await StartAsync(await SubmitAsync(asking));

        Assert.Equal([null, """{"vad": true}"""], await QueryAsync("select options::text from jobs order by created_at"));
    }

    [Theory]
    [InlineData("temperature", "2")]
    [InlineData("language", "klingon")]
    [InlineData("prompt", "\0")]
    public async Task A_bad_value_is_refused_with_400_and_nothing_is_kept(string name, string value)
    {
        using var form = Form((name, value));
        using var plain = Form();
        foreach (var (content, query) in new[] { (form, ""), (plain, $"?{name}={Uri.EscapeDataString(value)}") })
        {
            using var response = await PostAsync(content, query);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var error = (await AsrTaskDriver.ReadAsync(response)).GetProperty("error").GetString();
            Assert.StartsWith($"The field {name} must be ", error);
        }

        Assert.Empty(FilesLeft());
    }

    [Fact]
    public async Task A_field_of_absurd_length_is_refused()
    {
        using var form = Form(("prompt", new string(' ', 5_000_000) + "and so"));
        using var response = await PostAsync(form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("prompt", (await AsrTaskDriver.ReadAsync(response)).GetProperty("error").GetString());
        Assert.Empty(FilesLeft());
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nf")]
    [InlineData("--b\r\nContent-Dispo")]
    [InlineData("--b\r\n")]
    public async Task A_form_that_breaks_off_after_its_file_is_refused_and_nothing_is_kept(string rest)
    {
        using var content = new StringContent($"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\n\r\nxxx\r\n{rest}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        using var response = await PostAsync(content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("incomplete", (await AsrTaskDriver.ReadAsync(response)).GetProperty("error").GetString());
        Assert.Empty(FilesLeft());
    }

    [Fact]
    public async Task The_same_key_with_other_options_is_refused_with_409()
    {
        var key = Guid.NewGuid().ToString();
        using var first = Form(("language", "fr"), ("temperature", "0.3"));
        using var repeated = Form(("temperature", "0.30"), ("language", "FR"));
        using var other = Form(("language", "de"), ("temperature", "0.3"));
        using var plain = Form();

        Assert.Equal(await SubmitAsync(first, key: key), await SubmitAsync(repeated, key: key));
        foreach (var form in new[] { other, plain })
        {
            using var response = await PostAsync(form, key: key);
            Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        }

        Assert.Single(FilesLeft());
    }

    [Fact]
    public async Task Words_and_channels_are_answered_where_there_are_any()
    {
        using var form = Form();
        var taskId = await SubmitAsync(form);
        var bare = new TranscriptSegment(0, 0, 0, 1, " Yes.", [50364, 50414], 0, -0.1, 0.5, 0.01);
        var full = bare with { Id = 1, Channel = 0, Words = [new TranscriptWord(" Yes.", 0, 1, 0.5)] };

        Assert.True(await leases.CompleteAsync(await StartAsync(taskId), new Transcript("Yes. Yes.", "en", 1, [bare, full], 0.75), Token));

        var result = (await tasks.GetAsync(taskId)).Body.GetProperty("result");
        Assert.Equal(["text", "segments", "language"], Names(result));
        var segments = result.GetProperty("segments");
        string[] always = ["id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio", "no_speech_prob"];
        Assert.Equal(always, Names(segments[0]));
        Assert.Equal([.. always, "channel", "words"], Names(segments[1]));
        Assert.Equal("""[{"word":" Yes.","start":0.0,"end":1.0,"probability":0.5}]""", segments[1].GetProperty("words").GetRawText());
        var stored = Assert.Single(await QueryAsync("select segments::text || language_probability from transcripts"));
        Assert.DoesNotContain("null", stored);
        Assert.EndsWith("0.75", stored);
        Assert.Equal(0.75, (await FindAsync(taskId)).Transcript!.LanguageProbability);
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = AsrTaskDriver.Form(new ByteArrayContent([1, 2, 3]));
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return form;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private async Task<HttpResponseMessage> PostAsync(HttpContent content, string query = "", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AsrTaskDriver.Path + query) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await server.Http.SendAsync(request, Token);
    }

    private async Task<string> SubmitAsync(HttpContent content, string query = "", string? key = null)
    {
        using var response = await PostAsync(content, query, key);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await AsrTaskDriver.ReadAsync(response)).GetProperty("task_id").GetString()!;
    }

    private async Task<Job> FindAsync(string taskId) =>
        (await server.Services.GetRequiredService<IJobStore>().FindAsync(Protocols.AsrTask, taskId, JobScope.Everything, Token))!;

    private async Task<JobLease> StartAsync(string taskId) => (await leases.StartAsync((await FindAsync(taskId)).Id, "here", Token))!;

    private async Task<List<string?>> QueryAsync(string sql)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string?>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.IsDBNull(0) ? null : reader.GetString(0));
        return rows;
    }

    private string[] FilesLeft() =>
    [
        .. Directory.GetFiles(server.Data.Spool, "*", SearchOption.AllDirectories),
        .. Directory.GetFiles(server.Data.Blobs, "*", SearchOption.AllDirectories),
    ];
}
