using System.Diagnostics;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>The protocol's answers, and its table of refusals.</summary>
internal static class DeepFinchJson
{
    public static IResult Ok<T>(T result) => Results.Json(new DeepFinchAnswer<T>("OK", NewRequestId(), result));

    public static IResult Refuse(Fault fault)
    {
        var (statusCode, status) = fault.Kind switch
        {
            _ when fault.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => (StatusCodes.Status404NotFound, "NOT_FOUND"),
            FaultKind.BadRequest or FaultKind.Conflict => (StatusCodes.Status400BadRequest, "INVALID_ARGUMENT"),
            FaultKind.TooLarge => (StatusCodes.Status400BadRequest, "UPLOAD_FAILED"),
            FaultKind.Unauthorized => (StatusCodes.Status401Unauthorized, "UNAUTHORIZED"),
            FaultKind.KeyExpired => (StatusCodes.Status401Unauthorized, "KEY_EXPIRED"),
            FaultKind.NoPermission => (StatusCodes.Status403Forbidden, "NO_PERMISSION"),
            FaultKind.OutOfQuota => (StatusCodes.Status403Forbidden, "OUT_OF_QUOTA"),
            FaultKind.RateLimited => (StatusCodes.Status403Forbidden, "RATE_LIMIT_EXCEEDED"),
            FaultKind.Overloaded or FaultKind.Unavailable => (StatusCodes.Status500InternalServerError, "INTERNAL_ERROR"),
            _ => throw new UnreachableException(),
        };
        return Results.Json(new DeepFinchRefusal(status, fault.Message, NewRequestId()), statusCode: statusCode);
    }

    private static string NewRequestId() => $"TID{Guid.NewGuid():N}";
}
