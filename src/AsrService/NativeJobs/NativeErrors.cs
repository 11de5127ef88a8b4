using AsrService.Core.Jobs;

namespace AsrService.NativeJobs;

/// <summary>Puts failures into RFC 9457's form: a sentence for the caller, the detail in the log.</summary>
internal sealed class NativeErrors(ILogger<NativeErrors> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (OverloadException exception)
        {
            http.Response.Headers.RetryAfter = OverloadException.RetryAfter;
            return NativeJson.Problem(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (AudioTooLargeException exception)
        {
            return NativeJson.Problem(StatusCodes.Status413PayloadTooLarge, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return NativeJson.Problem(exception.StatusCode, "The request could not be read.");
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            return Results.Empty;
        }
        catch (BrokenUploadException exception)
        {
            log.LogInformation("An upload could not be read: {Reason}", exception.InnerException?.Message);
            return NativeJson.Problem(StatusCodes.Status400BadRequest, "The upload is incomplete or not valid multipart/form-data.");
        }
        catch (Exception exception)
        {
            log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            http.Response.Headers.RetryAfter = OverloadException.RetryAfter;
            return NativeJson.Problem(StatusCodes.Status503ServiceUnavailable, "The server cannot do this at the moment; please try again.");
        }
    }
}
