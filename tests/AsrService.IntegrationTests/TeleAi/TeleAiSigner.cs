using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AsrService.Core.Clients;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>Signs and sends requests as TeleAI's clients do, from the protocol's description and not from the server's code.</summary>
internal sealed record TeleAiSigner(HttpClient Http, string AppId, string AppKey)
{
    public const string SubmitPath = "/aipaas/voice/v1/tts/largeFileTrans";
    public const string QueryPath = "/aipaas/lm/v1/asyncResult/query";

    public TeleAiSigner(HttpClient http, IssuedClient client)
        : this(http, client.Id, client.Secret)
    {
    }

    public DateTimeOffset At { get; init; } = TimeProvider.System.GetUtcNow();

    public int Expiration { get; init; } = 1800;

    /// <summary>Whether the slashes of the path are encoded as well, as one client does.</summary>
    public bool EncodesSlashes { get; init; }

    public string? ContentType { get; init; }

    public static string QueryOf(string requestId) => $"{QueryPath}?requestId={Uri.EscapeDataString(requestId)}";

    /// <summary>The header Authorization of a request for <paramref name="target"/>.</summary>
    public string Sign(string target, string method = "GET")
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"teleai-cloud-auth-v1/{AppId}/QG/{At.ToUnixTimeSeconds()}/{Expiration}");
        var (path, query) = target.IndexOf('?') is var mark and >= 0 ? (target[..mark], target[(mark + 1)..]) : (target, "");
        var headers = ContentType is null ? $"x-app-id:{Percent(AppId)}" : $"content-type:{Percent(ContentType)}\nx-app-id:{Percent(AppId)}";
        var pairs = query.Split('&').Order(StringComparer.Ordinal);
        var canonical = $"{method}\n{(EncodesSlashes ? path.Replace("/", "%2F", StringComparison.Ordinal) : path)}\n{string.Join('&', pairs)}\n{headers}";
        var names = ContentType is null ? "x-app-id" : "content-type;x-app-id";
        return $"{prefix}/{names}/{Hmac(Hmac(AppKey, prefix), canonical)}";
    }

    /// <summary>Asks for <paramref name="target"/> with the signature of it, or with another.</summary>
    public async Task<TeleAiReply> GetAsync(string target, string? authorization = null, string? appId = null, string? contentType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.TryAddWithoutValidation("X-APP-ID", appId ?? AppId);
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? Sign(target));
        if ((contentType ?? ContentType) is { } type)
        {
            request.Content = new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return await SendAsync(Http, request);
    }

    /// <summary>Posts a body with exactly the headers that are given, besides the signature.</summary>
    public async Task<TeleAiReply> PostAsync(string body, string? authorization = null, params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", ContentType ?? "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, SubmitPath) { Content = content };
        request.Headers.TryAddWithoutValidation("X-APP-ID", AppId);
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? Sign(SubmitPath, "POST"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await SendAsync(Http, request);
    }

    /// <summary>Polls as clients do, until the task has ended.</summary>
    public Task<TeleAiReply> WaitAsync(string requestId) => Poll.UntilAsync(() => QueryAsync(requestId), reply => reply.Code != "\"990003\"");

    public Task<TeleAiReply> QueryAsync(string requestId) => GetAsync(QueryOf(requestId));

    public static async Task<TeleAiReply> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await AsrTaskDriver.ReadAsync(response), response.Headers.RetryAfter is not null);
    }

    private static string Hmac(string key, string message)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(key));
        return string.Concat(hmac.ComputeHash(Encoding.UTF8.GetBytes(message)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private static string Percent(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        char.IsAsciiLetterOrDigit((char)b) || "-_.~".Contains((char)b) ? ((char)b).ToString() : $"%{b:X2}"));
}
