using System.Globalization;
using AsrService.Core;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using AsrService.Hosting;

namespace AsrService.Wire;

/// <summary>The one table of what an exception means to a caller, and the one way a fault becomes an answer.</summary>
internal static class Faults
{
    /// <summary>What the caller is told of <paramref name="exception"/>; whatever is not known is the server's own fault.</summary>
    public static Fault From(Exception exception) => exception switch
    {
        FaultException refused => refused.Fault,
        OverloadException => new(FaultKind.Overloaded, exception.Message, OverloadException.RetryAfter),
        QuotaException { IsQuota: var isQuota, RetryAfter: var wait } => new(isQuota ? FaultKind.OutOfQuota : FaultKind.RateLimited, exception.Message, wait),
        AudioTooLargeException => new(FaultKind.TooLarge, exception.Message),
        BadHttpRequestException bad => new(FaultKind.BadRequest, "The request could not be read.") { StatusCode = bad.StatusCode },
        BrokenUploadException => new(FaultKind.BadRequest, "The upload is incomplete or not valid multipart/form-data."),
        _ => new(FaultKind.Unavailable, "The server cannot do this at the moment; please try again.", OverloadException.RetryAfter),
    };

    /// <summary>The answer in the words of the protocol that the request is for; where it is for none, as RFC 9457 has it.</summary>
    public static IResult Answer(HttpContext context, Fault fault)
    {
        if (fault.RetryAfter is { } pause)
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);
        if (context.GetEndpoint()?.Metadata is not { } endpoint || endpoint.GetMetadata<WireProtocol>() is not { } protocol)
            return Results.Problem(fault.Message, statusCode: fault.StatusCode);

        if (endpoint.GetMetadata<FilePart>() is not null)
            context.RequestServices.GetRequiredService<AsrMetrics>().Submitted(protocol.Name, EnumWord.Of(fault.Kind));
        return protocol.Refuse(fault);
    }

    /// <summary>Writes <see cref="Answer"/>: for middleware, which returns no result.</summary>
    public static Task WriteAsync(HttpContext context, Fault fault) => Answer(context, fault).ExecuteAsync(context);
}
