namespace AsrService.TeleAi;

/// <summary>A refusal, which echoes the id of the request, as far as it is known.</summary>
internal sealed class TeleAiRefused(int statusCode, string code, string message) : IStatusCodeHttpResult, IValueHttpResult, IResult
{
    private static readonly object Key = new();

    public int? StatusCode => statusCode;

    /// <summary>What is said to a request whose id is not known.</summary>
    public object Value => new TeleAiRefusal(code, message, "");

    /// <summary>Notes the id that a request has in its body.</summary>
    public static void Echo(HttpContext context, string requestId) => context.Items[Key] = requestId;

    public Task ExecuteAsync(HttpContext httpContext) => Results
        .Json(new TeleAiRefusal(code, message, httpContext.Items[Key] as string ?? httpContext.Request.Query["requestId"].ToString()), statusCode: statusCode)
        .ExecuteAsync(httpContext);
}
