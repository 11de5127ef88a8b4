using AsrService.Core.Callbacks;

namespace AsrService.Data.Model;

/// <summary>A row of <c>deliveries</c>, written by the database itself when a job with a callback URL ends (migration Callbacks).</summary>
internal sealed class DeliveryRow
{
    public required Guid Id { get; init; }

    public required Guid JobId { get; init; }

    public string? Client { get; init; }

    public required string Url { get; init; }

    /// <summary>Host and port of the URL: what is kept from being called too often at once.</summary>
    public required string Host { get; init; }

    public required DeliveryState State { get; set; }

    public required int Attempt { get; set; }

    /// <summary>Whether the second attempt came at once, besides those of the schedule.</summary>
    public bool WasRepeatedAtOnce { get; set; }

    /// <summary>Infinity while the endpoint is disabled.</summary>
    public required DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Until when the node that sends it is believed to live.</summary>
    public DateTimeOffset? SendingUntil { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    public List<DeliveryAttemptRow> Attempts { get; } = [];
}
