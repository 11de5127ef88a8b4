using System.Net;
using System.Net.Http.Json;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Talks to a server as deepfinch's clients do; a header that is null is left out.</summary>
internal sealed class DeepFinchDriver(HttpClient http, string? id, string? secret)
{
    public const string Path = "/voice/asr/task_offline_add_audio";
    public const string OnlinePath = "/voice/asr/task_online_add_audio";
    public const string ClosePath = "/voice/asr/task_online_close";

    public DeepFinchDriver(HttpClient http, IssuedClient client)
        : this(http, client.Id, client.Secret)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<DeepFinchReply> PostAsync(byte[] recording, string? taskId, params (string Name, string Value)[] fields)
    {
        var form = AsrTaskDriver.Form(new ByteArrayContent(recording));
        foreach (var (name, value) in taskId is null ? fields : fields.Prepend(("task_id", taskId)))
            form.Add(new StringContent(value), name);
        return SendAsync(form);
    }

    public async Task SubmitAsync(byte[] recording, string taskId)
    {
        var reply = await PostAsync(recording, taskId);
        Assert.Equal((HttpStatusCode.OK, "OK"), (reply.Status, reply.Word));
    }

    /// <summary>Adds a chunk to a session, as most clients do it.</summary>
    public async Task<DeepFinchReply> AddAsync(string taskId, int audioId, ReadOnlyMemory<byte> audio, int status = 2, int waitMs = 0)
    {
        using var content = JsonContent.Create(new { task_id = taskId, audio_status = status, audio_id = audioId, wait_ms = waitMs, voice_base64 = Convert.ToBase64String(audio.Span) });
        return await SendAsync(HttpMethod.Post, OnlinePath, content);
    }

    public async Task<DeepFinchReply> CloseAsync(string taskId)
    {
        using var content = JsonContent.Create(new { task_id = taskId });
        return await SendAsync(HttpMethod.Post, ClosePath, content);
    }

    public Task<DeepFinchReply> SendAsync(HttpContent content, string? idempotencyKey = null) => SendAsync(HttpMethod.Post, Path, content, idempotencyKey);

    public async Task<DeepFinchReply> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in new[] { ("X-DF-API-ID", id), ("X-DF-API-SECRET", secret), ("Idempotency-Key", idempotencyKey) })
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, Token);
        var body = await AsrTaskDriver.ReadAsync(response);
        Assert.Matches("^TID[0-9a-f]{32}$", body.GetProperty("request_id").GetString());
        Assert.Equal(body.GetProperty("status").GetString() != "OK", body.TryGetProperty("reason", out var reason) && reason.GetString()!.Length > 0);
        return new(response.StatusCode, body, response.Headers.RetryAfter is not null);
    }
}
