namespace AsrService.Core.Callbacks;

/// <summary>Which deliveries are meant; what is null does not matter.</summary>
public sealed record DeliveryFilter
{
    /// <summary>This one.</summary>
    public Guid? Id { get; init; }

    /// <summary>Those of this job.</summary>
    public Guid? JobId { get; init; }

    /// <summary>Those that ended so.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Those to this URL.</summary>
    public string? Url { get; init; }

    /// <summary>Those of jobs that ended then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those of jobs that ended before.</summary>
    public DateTimeOffset? To { get; init; }
}
