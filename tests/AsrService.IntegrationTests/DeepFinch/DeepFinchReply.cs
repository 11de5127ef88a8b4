using System.Net;
using System.Text.Json;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>What the server answered.</summary>

internal sealed record DeepFinchReply(HttpStatusCode Status, JsonElement Body, bool HasRetryAfter)
{
    public string Word => Body.GetProperty("status").GetString()!;

    public JsonElement Result => Body.GetProperty("result");

    public string TaskId => Result.GetProperty("task_id").GetString()!;

    public string Reason => Body.GetProperty("reason").GetString()!;
}
