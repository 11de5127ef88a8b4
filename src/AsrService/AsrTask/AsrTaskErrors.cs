using AsrService.Core.Jobs;

namespace AsrService.AsrTask;

/// <summary>Puts failures into the protocol's form: a sentence for the caller, the detail in the log.</summary>
internal sealed class AsrTaskErrors(ILogger<AsrTaskErrors> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var scope = log.BeginScope(new Dictionary<string, object?> { ["TaskId"] = context.HttpContext.GetRouteValue("taskId") });
        try
        {
            return await next(context);
        }
        catch (OverloadException exception)
        {
            context.HttpContext.Response.Headers.RetryAfter = OverloadException.RetryAfter;
            return AsrTaskJson.Error(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (AudioTooLargeException exception)
        {
            return AsrTaskJson.Error(StatusCodes.Status413PayloadTooLarge, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return AsrTaskJson.Error(exception.StatusCode, "The request could not be read");
        }
        catch (Exception) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            return Results.Empty;
        }
        catch (BrokenUploadException exception)
        {
            log.LogInformation("An upload could not be read: {Reason}", exception.InnerException?.Message);
            return AsrTaskJson.Error(StatusCodes.Status400BadRequest, "The upload is incomplete or not valid multipart/form-data");
        }
        catch (Exception exception)
        {
            log.LogError(exception, "{Method} {Path} failed", context.HttpContext.Request.Method, context.HttpContext.Request.Path);
            context.HttpContext.Response.Headers.RetryAfter = OverloadException.RetryAfter;
            return AsrTaskJson.Error(StatusCodes.Status503ServiceUnavailable, "The server cannot do this at the moment; please try again");
        }
    }
}
