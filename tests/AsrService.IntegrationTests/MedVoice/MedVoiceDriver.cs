using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.MedVoice;

/// <summary>Talks to a server as the MedVoice app does.</summary>
internal sealed class MedVoiceDriver(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A user that no other test has.</summary>
    public static string NewUser() => $"dr-{Guid.NewGuid():N}";

    /// <summary>A file part, as the app sends it.</summary>
    public static MultipartFormDataContent Form(byte[] recording, string fileName = "visit.m4a") =>
        new() { { new ByteArrayContent(recording) { Headers = { ContentType = new("application/octet-stream") } }, "file", fileName } };

    /// <summary>The recording as the request's body.</summary>
    public static ByteArrayContent Body(byte[] recording, string type = "audio/mp4") => new(recording) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string target, HttpContent? content = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = content };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request, Token);
        return (response.StatusCode, await AsrTaskDriver.ReadAsync(response));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string target)
    {
        using var response = await http.GetAsync(new Uri(target, UriKind.Relative), Token);
        return (response.StatusCode, await AsrTaskDriver.ReadAsync(response));
    }

    /// <summary>Uploads, and gives the file's id.</summary>
    public async Task<string> UploadAsync(string user, byte[] recording, string fileName = "visit.m4a", string query = "")
    {
        var (status, body) = await PostAsync($"/upload_audio/{Uri.EscapeDataString(user)}{query}", Form(recording, fileName));
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("file_id").GetString()!;
    }

    /// <summary>Posts what starts a task, and gives its id.</summary>
    public async Task<string> StartAsync(string target, HttpContent? content = null)
    {
        var (status, body) = await PostAsync(target, content);
        Assert.Equal(HttpStatusCode.OK, status);
        return body.GetProperty("task_id").GetString()!;
    }

    /// <summary>Polls until the task has ended.</summary>
    public async Task<JsonElement> WaitAsync(string taskId)
    {
        var (status, body) = await Poll.UntilAsync(() => GetAsync($"/get_audio_task/{taskId}"), answer => WordOf(answer.Body) is not ("PENDING" or "STARTED"));
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    public async Task<IReadOnlyList<JsonElement>> FilesAsync(string user) =>
        [.. (await GetAsync($"/get_audios_from_user/{Uri.EscapeDataString(user)}")).Body.GetProperty("files").EnumerateArray()];

    public static string WordOf(JsonElement task) => task.GetProperty("status").GetString()!;
}
