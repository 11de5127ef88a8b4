namespace AsrService.Data.Model;

/// <summary>A row of <c>clients</c>; see <see cref="Core.Clients.Client"/>.</summary>
internal sealed class ClientRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required byte[] SecretHash { get; set; }

    /// <summary>The secret itself, encrypted; only of clients whose protocol signs with it.</summary>
    public string? ProtectedSecret { get; set; }

    public required string ProtectedWebhookSecret { get; set; }

    /// <summary>The one before, while both are used.</summary>
    public string? ProtectedOldWebhookSecret { get; set; }

    public DateTimeOffset? OldWebhookSecretUntil { get; set; }

    public bool FullEvents { get; init; }

    public required string[] Protocols { get; init; }

    public int? QuotaMinutes { get; init; }

    public int? RequestsPerSecond { get; init; }

    public int? MaxQueued { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? CallbackUrl { get; init; }

    public string? Language { get; init; }

    public int? SampleRate { get; init; }

    public int? Channels { get; init; }

    public bool ChannelsAreSpeakers { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; set; }
}
