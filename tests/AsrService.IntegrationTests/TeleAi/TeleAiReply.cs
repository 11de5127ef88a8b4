using System.Net;
using System.Text.Json;

namespace AsrService.IntegrationTests.TeleAi;

/// <summary>What the server answered.</summary>

internal sealed record TeleAiReply(HttpStatusCode Status, JsonElement Body, bool HasRetryAfter)
{
    /// <summary>As it stands in the JSON: a string has its quotes.</summary>
    public string Code => Body.GetProperty("code").GetRawText();
}
