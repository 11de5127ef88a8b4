using System.Diagnostics;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.OpenAi;

/// <summary>OpenAI's client for Node, which knows nothing of this server but its address.</summary>
public sealed class OpenAiNodeTests(SharedServer shared)
{
    // Debian 12's Node has File, but not among the globals.
    private const string Script = """
        globalThis.File ??= require('node:buffer').File;
        const { OpenAI } = require(process.argv[1]);
        const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'unused', maxRetries: 0 });
        const file = () => require('node:fs').createReadStream(process.argv[3]);
        const transcribe = options => client.audio.transcriptions.create({ file: file(), model: 'whisper-1', ...options });
        const call = async () => CALL;
        call().catch(({ status, type }) => ({ status, type })).then(result => console.log(JSON.stringify(result)));
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_text()
    {
        var transcription = await CallAsync("transcribe({})");

        Assert.Contains(Recordings.Words, transcription.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(11, transcription.GetProperty("usage").GetProperty("seconds").GetInt32());
    }

    [Theory]
    [InlineData("text", "And so")]
    [InlineData("srt", "1\n00:00:00,")]
    [InlineData("vtt", "WEBVTT\n\n00:00:00.")]
    public async Task Gets_plain_forms_as_they_are(string format, string start)
    {
        var text = await CallAsync($"transcribe({{ response_format: '{format}' }})");

        Assert.StartsWith(start, text.GetString()!.TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gets_segments_and_words()
    {
        var verbose = await CallAsync("transcribe({ response_format: 'verbose_json', timestamp_granularities: ['word', 'segment'], language: 'en', temperature: 0 })");

        Assert.Equal("english", verbose.GetProperty("language").GetString());
        Assert.InRange(verbose.GetProperty("segments")[0].GetProperty("end").GetDouble(), 1, 11);
        Assert.Contains(verbose.GetProperty("words").EnumerateArray(), word => word.GetProperty("word").GetString()!.Contains("country", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Gets_the_text_in_a_stream()
    {
        var events = await CallAsync("(async list => { for await (const event of await transcribe({ model: 'gpt-4o-transcribe', stream: true })) list.push(event); return list; })([])");

        var texts = events.EnumerateArray().ToLookup(each => each.GetProperty("type").GetString());
        var whole = Assert.Single(texts["transcript.text.done"]).GetProperty("text").GetString();
        Assert.Contains(Recordings.Words, whole, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(whole, string.Concat(texts["transcript.text.delta"].Select(delta => delta.GetProperty("delta").GetString())));
    }

    [Fact]
    public async Task Gets_a_translation_and_the_models()
    {
        var translation = await CallAsync("client.audio.translations.create({ file: file(), model: 'whisper-1' })");
        var models = await CallAsync("client.models.list().then(page => page.data)");

        Assert.Contains("country", translation.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(models.EnumerateArray(), model => model.GetProperty("id").GetString() == "whisper-1");
    }

    [Fact]
    public async Task Is_told_in_its_own_words_what_is_wrong()
    {
        var fault = await CallAsync("transcribe({ file: new File([Buffer.from('no sound')], 'a.wav') })");

        Assert.Equal((400, "invalid_request_error"), (fault.GetProperty("status").GetInt32(), fault.GetProperty("type").GetString()));
    }

    private async Task<JsonElement> CallAsync(string call)
    {
        string[] arguments = ["-e", Script.Replace("CALL", call, StringComparison.Ordinal), SetupFiles.OpenAiNode, new Uri(shared.Server.Http.BaseAddress!, "/v1").ToString(), SetupFiles.Sample];
        using var node = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true })!;
        var output = await node.StandardOutput.ReadToEndAsync(Token);
        await node.WaitForExitAsync(Token);
        return JsonElement.Parse(output);
    }
}
