namespace AsrService.Wire;

/// <summary>Why a request is not answered as it wished; each protocol has its own words for them.</summary>
internal enum FaultKind
{
    /// <summary>Something in the request is missing or not allowed.</summary>
    BadRequest,

    /// <summary>The caller does not say who they are, or not credibly.</summary>
    Unauthorized,

    /// <summary>The caller's key was good once.</summary>
    KeyExpired,

    /// <summary>The caller is known and may not do this.</summary>
    NoPermission,

    /// <summary>The caller asks too often.</summary>
    RateLimited,

    /// <summary>The caller has used up what they may use.</summary>
    OutOfQuota,

    /// <summary>The request contradicts an earlier one, or the state of things.</summary>
    Conflict,

    /// <summary>The recording is larger than the server takes.</summary>
    TooLarge,

    /// <summary>The server has more work than it can take.</summary>
    Overloaded,

    /// <summary>Something that the server needs is away, or the server has a fault of its own.</summary>
    Unavailable,
}
