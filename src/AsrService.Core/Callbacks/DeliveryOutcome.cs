namespace AsrService.Core.Callbacks;

/// <summary>How an attempt at a delivery ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>It answered with another status; redirects are not followed.</summary>
    Status,

    /// <summary>It answered 410: it wants no more.</summary>
    Gone,

    /// <summary>No address, no connection, a bad certificate, or an answer that broke off.</summary>
    Unreachable,

    /// <summary>The exchange took too long.</summary>
    Timeout,

    /// <summary>The URL, or where it led, is not one that is called.</summary>
    Refused,

    /// <summary>The request could not be made, which is a fault of ours.</summary>
    Fault,
}
