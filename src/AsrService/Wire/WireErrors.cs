using AsrService.Core.Jobs;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace AsrService.Wire;

/// <summary>Answers failures in the protocol's form: a sentence for the caller, the detail in the log.</summary>
internal sealed class WireErrors(ILogger<WireErrors> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var scope = log.BeginScope(new Dictionary<string, object?> { ["TaskId"] = http.GetRouteValue("taskId") });
        try
        {
            return await next(context);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
            return Results.Empty;
        }
        catch (Exception exception)
        {
            return Faults.Answer(http, Report(exception, http, log));
        }
    }

    /// <summary>The same for what fails outside of the filter: in middleware, or while a handler's parameters are read.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        // The middleware that calls this has taken the endpoint away, and with it the protocol.
        var failure = http.Features.GetRequiredFeature<IExceptionHandlerFeature>();
        http.SetEndpoint(failure.Endpoint);
        return Faults.WriteAsync(http, Report(failure.Error, http, http.RequestServices.GetRequiredService<ILogger<WireErrors>>()));
    }

    /// <summary>The same for a bare status, which routing answers where no endpoint takes the request.</summary>
    public static Task WriteBareAsync(HttpContext http) => WireProtocol.ByPath(http)?.Refuse(Bare(http)).ExecuteAsync(http) ?? Task.CompletedTask;

    private static Fault Bare(HttpContext http) => new(FaultKind.BadRequest, http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => $"This address does not take the method {http.Request.Method}.",
        _ => "The request could not be read.",
    })
    {
        StatusCode = http.Response.StatusCode,
    };

    private static Fault Report(Exception exception, HttpContext http, ILogger log)
    {
        var fault = Faults.From(exception);
        if (exception is BrokenUploadException)
            log.LogInformation("An upload could not be read: {Reason}", exception.InnerException?.Message);
        else if (fault.Kind == FaultKind.Unavailable && exception is not FaultException)
            log.LogError(exception, "{Method} {Path} failed", http.Request.Method, http.Request.Path.ToUriComponent());
        return fault;
    }
}
