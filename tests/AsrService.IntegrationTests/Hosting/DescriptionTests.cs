using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AsrService.IntegrationTests.Dashboard;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Hosting;

/// <summary>The description of the interface tells, by examples, what is truly asked for and answered.</summary>
public sealed class DescriptionTests(SharedServer shared, DashboardServer still) : IClassFixture<DashboardServer>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HttpClient Http => shared.Server.Http;

    [Fact]
    public async Task Every_operation_has_a_summary_and_examples_of_what_it_takes_and_answers()
    {
        var faults = new List<string>();
        foreach (var (name, operation) in await OperationsAsync())
        {
            if (string.IsNullOrEmpty((string?)operation["summary"]))
                faults.Add($"{name}: no summary");
            foreach (var (type, body) in operation["requestBody"]?["content"]?.AsObject() ?? [])
            {
                if (body!["example"] is null && !type.StartsWith("audio/", StringComparison.Ordinal))
                    faults.Add($"{name}: no example of {type}");
            }

            var answers = operation["responses"]!.AsObject().Select(response => (Status: response.Key, Contents: response.Value!["content"]?.AsObject() ?? [])).ToList();
            faults.AddRange(answers.SelectMany(answer => answer.Contents
                .Where(content => content.Key.Contains("json", StringComparison.Ordinal) && content.Value!["example"] is null).Select(content => $"{name}: no example of {answer.Status}")));
            if (answers.TrueForAll(answer => answer.Status[0] == '2' || answer.Contents.Count == 0))
                faults.Add($"{name}: no example of an error");
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Examples_of_jobs_have_the_fields_of_real_answers()
    {
        await LooksLikeTheExampleAsync("/api/jobs", HttpMethod.Post, content: AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)), server: still.Server);
        var id = await new NativeDriver(Http).SubmitAsync(Recordings.Mp3);
        await LooksLikeTheExampleAsync("/api/jobs/{id}/cancel", HttpMethod.Post, Guid.NewGuid().ToString());
        await new NativeDriver(Http).WaitForStateAsync(id, "done");

        await LooksLikeTheExampleAsync("/api/jobs/{id}", HttpMethod.Get, $"{id}");
        await LooksLikeTheExampleAsync("/api/jobs/{id}", HttpMethod.Get, "none");
        await LooksLikeTheExampleAsync("/api/jobs/{id}/result", HttpMethod.Get, $"{id}");
        await LooksLikeTheExampleAsync("/api/jobs/{id}/result", HttpMethod.Get, $"{id}?format=none");
        await LooksLikeTheExampleAsync("/api/jobs/{id}/cancel", HttpMethod.Post, $"{id}");
        await LooksLikeTheExampleAsync("/api/jobs/cancel", HttpMethod.Post, "?client=nobody");
        await LooksLikeTheExampleAsync("/api/jobs/cancel", HttpMethod.Post);
        await LooksLikeTheExampleAsync("/api/jobs", HttpMethod.Get, "?state=done&limit=1");
        await LooksLikeTheExampleAsync("/api/jobs", HttpMethod.Get, "?limit=0");
        await LooksLikeTheExampleAsync("/api/deliveries/{id}/resend", HttpMethod.Post, Guid.NewGuid().ToString());
    }

    [Fact]
    public async Task Examples_of_the_ASR_task_protocol_have_the_fields_of_real_answers()
    {
        await LooksLikeTheExampleAsync("/api/v1/asr", HttpMethod.Get);
        var created = await LooksLikeTheExampleAsync("/api/v1/asr/task", HttpMethod.Post, content: AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        await LooksLikeTheExampleAsync("/api/v1/asr/task", HttpMethod.Post, content: AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3), "none"));
        var id = (string)created["task_id"]!;
        await shared.Tasks.WaitAsync(id);

        await LooksLikeTheExampleAsync("/api/v1/asr/task/{taskId}", HttpMethod.Get, id);
        await LooksLikeTheExampleAsync("/api/v1/asr/task/{taskId}", HttpMethod.Get, $"{id}?format=none");
        await LooksLikeTheExampleAsync("/api/v1/asr/task/{taskId}", HttpMethod.Get, "none");
    }

    [Fact]
    public async Task Examples_of_MedVoice_have_the_fields_of_real_answers()
    {
        var user = Guid.NewGuid().ToString();
        await LooksLikeTheExampleAsync("/upload_audio/{user_id}", HttpMethod.Post, user, AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        await LooksLikeTheExampleAsync("/upload_audio/{user_id}", HttpMethod.Post, $"{user}?language=none", AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        await LooksLikeTheExampleAsync("/process_upload_audio/{user_id}", HttpMethod.Post, user, AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        var started = await LooksLikeTheExampleAsync("/process_audio_v2/{user_id}", HttpMethod.Post, $"{user}?file_id={Guid.NewGuid()}", AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        var id = (string)started["task_id"]!;
        await new NativeDriver(Http).WaitForStateAsync((await new NativeDriver(Http).GetAsync(id)).GetProperty("id").GetGuid(), "done");

        await LooksLikeTheExampleAsync("/get_audio_task/{taskId}", HttpMethod.Get, id);
        await LooksLikeTheExampleAsync("/get_audio_task/{taskId}", HttpMethod.Get, "none");
        await LooksLikeTheExampleAsync("/get_audios_from_user/{user_id}", HttpMethod.Get, user);
        await LooksLikeTheExampleAsync("/get_audio/{fileId}/{user_id}", HttpMethod.Get, $"none/{user}");
    }

    [Fact]
    public async Task Examples_of_OpenAIs_interface_have_the_fields_of_real_answers()
    {
        await LooksLikeTheExampleAsync("/v1/audio/transcriptions", HttpMethod.Post, content: AsrTaskDriver.Form(new ByteArrayContent(Recordings.Mp3)));
        await LooksLikeTheExampleAsync("/v1/audio/transcriptions", HttpMethod.Post, content: AsrTaskDriver.Form(new ByteArrayContent([1, 2, 3])));
        await LooksLikeTheExampleAsync("/v1/models", HttpMethod.Get);
        await LooksLikeTheExampleAsync("/v1/models/{id}", HttpMethod.Get, "whisper-1");
        await LooksLikeTheExampleAsync("/v1/models/{id}", HttpMethod.Get, "none");
    }

    [Theory]
    [InlineData("/voice/asr/task_online_add_audio")]
    [InlineData("/voice/asr/task_online_close")]
    [InlineData("/voice/asr/task_offline_add_audio")]
    [InlineData("/aipaas/voice/v1/tts/largeFileTrans")]
    public async Task Examples_of_what_needs_credentials_have_the_fields_of_the_real_refusal(string path)
    {
        using var example = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        await LooksLikeTheExampleAsync(path, HttpMethod.Post, content: example);
    }

    private async Task<JsonNode> LooksLikeTheExampleAsync(string path, HttpMethod method, string argument = "", HttpContent? content = null, TestServer? server = null)
    {
        var at = path.IndexOf('{', StringComparison.Ordinal);
        var suffix = path[(path.LastIndexOf('}') + 1)..];
        var address = at < 0 ? path + argument : path[..at] + (argument.Contains('?', StringComparison.Ordinal) ? argument.Replace("?", suffix + "?", StringComparison.Ordinal) : argument + suffix);
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = content };
        using var response = await (server?.Http ?? Http).SendAsync(request, Token);
        var real = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        var operation = (await OperationsAsync()).Single(each => each.Name == $"{method.Method.ToLowerInvariant()} {path}").Operation;
        var contents = operation["responses"]![$"{(int)response.StatusCode}"]?["content"];
        Assert.True(contents is not null, $"{method} {address}: {(int)response.StatusCode} is not described: {real.ToJsonString()}");

        Assert.Equal((address, Shape(real)), (address, Shape(contents[response.Content.Headers.ContentType!.MediaType!]!["example"])));
        return real;
    }

    // The names of all fields, and of arrays those of their first element. How long a job takes is told when there is something to go by.
    private static string Shape(JsonNode? node) => node switch
    {
        JsonObject value => $"{{{string.Join(',', value.Where(field => field.Key != "estimated_seconds").Select(field => $"{field.Key}{Shape(field.Value)}"))}}}",
        JsonArray { Count: > 0 } array => $"[{Shape(array[0])}]",
        _ => "",
    };

    private async Task<List<(string Name, JsonNode Operation)>> OperationsAsync()
    {
        var description = JsonNode.Parse(await Http.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative), Token))!;
        return [.. description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!)))];
    }
}
