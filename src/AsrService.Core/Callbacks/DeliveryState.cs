namespace AsrService.Core.Callbacks;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>There will be another attempt, unless its endpoint is disabled.</summary>
    Waiting,

    /// <summary>The receiver has accepted it.</summary>
    Delivered,

    /// <summary>The last attempt has failed, or the receiver wants no more.</summary>
    Failed,
}
