using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>Talks to a server as the field's clients do: whatever the recording, it is called "blob" and labelled audio/wav.</summary>
internal sealed class AsrTaskDriver(HttpClient http)
{
    public const string Path = "/api/v1/asr/task";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    // Ten times what the longest recording of the tests takes: a job that is late by more than that is lost.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static MultipartFormDataContent Form(HttpContent recording, string part = "file")
    {
        recording.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        return new MultipartFormDataContent { { recording, part, "blob" } };
    }

    public async Task<HttpResponseMessage> PostAsync(byte[] recording, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = Form(new ByteArrayContent(recording)) };
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> SubmitAsync(byte[] recording)
    {
        using var response = await PostAsync(recording);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await ReadAsync(response)).GetProperty("task_id").GetString()!;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string taskId)
    {
        using var response = await http.GetAsync(new Uri($"{Path}/{taskId}", UriKind.Relative), TestContext.Current.CancellationToken);
        return (response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Polls until the task answers something else than 202, or what <paramref name="until"/> waits for.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> WaitAsync(string taskId, Func<JsonElement, bool>? until = null)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await GetAsync(taskId);
            if (answer.Status != HttpStatusCode.Accepted || until?.Invoke(answer.Body) == true)
                return answer;
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"Still under way after {Deadline}: {answer.Body}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Submits and waits for the end.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> TranscribeAsync(byte[] recording) =>
        await WaitAsync(await SubmitAsync(recording));

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
