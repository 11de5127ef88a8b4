namespace AsrService.TeleAi;

/// <summary>A refusal, which echoes the id that was asked for.</summary>
internal sealed class TeleAiRefused(int statusCode, string code, string message) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Results
        .Json(new TeleAiRefusal(code, message, httpContext.Request.Query["requestId"].ToString()), statusCode: statusCode)
        .ExecuteAsync(httpContext);
}
