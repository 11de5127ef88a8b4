using System.Net;
using System.Text.Json;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Talks to a server as deepfinch's clients do; a header that is null is left out.</summary>
internal sealed class DeepFinchDriver(HttpClient http, string? id, string? secret)
{
    public const string Path = "/voice/asr/task_offline_add_audio";

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

internal sealed record DeepFinchReply(HttpStatusCode Status, JsonElement Body, bool HasRetryAfter)
{
    public string Word => Body.GetProperty("status").GetString()!;

    public string Reason => Body.GetProperty("reason").GetString()!;
}
