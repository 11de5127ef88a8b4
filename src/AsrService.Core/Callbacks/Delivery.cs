namespace AsrService.Core.Callbacks;

/// <summary>A message to a client that a job has ended. However often it is sent, it has the same id.</summary>
public sealed record Delivery
{
    /// <summary>The header <c>webhook-id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The job that ended.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Url { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Attempts that have been begun.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the next attempt is due; null when there is none, or the endpoint is disabled.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When the job ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The attempts that have ended, oldest first.</summary>
    public required IReadOnlyList<DeliveryAttempt> Attempts { get; init; }
}
