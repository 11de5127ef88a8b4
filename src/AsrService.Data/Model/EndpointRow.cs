namespace AsrService.Data.Model;

/// <summary>A row of <c>callback_endpoints</c>: a client's URL that has failed at least once.</summary>
internal sealed class EndpointRow
{
    public required long Id { get; init; }

    public string? Client { get; init; }

    public required string Url { get; init; }

    /// <summary>The first failure after the last success; null when the last attempt succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>What the last failure was.</summary>
    public required string Reason { get; init; }
}
