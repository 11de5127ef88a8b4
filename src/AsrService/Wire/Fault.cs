using System.Diagnostics;

namespace AsrService.Wire;

/// <summary>What a caller is told instead of an answer, before a protocol puts it into its form.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">One sentence for the caller.</param>
/// <param name="RetryAfter">When to ask again; null where asking again is of no use.</param>
internal sealed record Fault(FaultKind Kind, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>The field of the request that is missing or not allowed; null where it is not about one.</summary>
    public string? Field { get; init; }

    /// <summary>Whether <see cref="Field"/> is missing, and not only wrong.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The usual HTTP status of the kind, unless set.</summary>
    public int StatusCode { get => field == 0 ? Usual(Kind) : field; init; }

    private static int Usual(FaultKind kind) => kind switch
    {
        FaultKind.BadRequest => StatusCodes.Status400BadRequest,
        FaultKind.Unauthorized or FaultKind.KeyExpired => StatusCodes.Status401Unauthorized,
        FaultKind.NoPermission => StatusCodes.Status403Forbidden,
        FaultKind.RateLimited or FaultKind.OutOfQuota => StatusCodes.Status429TooManyRequests,
        FaultKind.Conflict => StatusCodes.Status409Conflict,
        FaultKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        FaultKind.Overloaded or FaultKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new UnreachableException(),
    };
}
