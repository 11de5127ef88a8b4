using AsrService.Core.Jobs;
using AsrService.Core.Recognition;

namespace AsrService.Core.Clients;

/// <summary>What a client may do and what holds for its jobs. What is null is not limited, or as configured.</summary>
public sealed record ClientSettings
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 100;

    private const int MaxChannels = 8;

    /// <summary>The name that operators know it by; no two clients have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The protocols that it may speak, of <see cref="Protocols.All"/>.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = Jobs.Protocols.All;

    /// <summary>Minutes of audio a day; days begin at midnight UTC.</summary>
    public int? QuotaMinutes { get; init; }

    /// <summary>Requests a second, on each node.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Jobs that wait at once.</summary>
    public int? MaxQueued { get; init; }

    /// <summary>From when on it is refused.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the ends of its jobs are told to, unless a request says otherwise.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Whether these tell the text as well, and not only that there is one.</summary>
    public bool FullEvents { get; init; }

    /// <summary>The language of its recordings, unless a request says otherwise.</summary>
    public string? Language { get; init; }

    /// <summary>Samples a second of its audio without a header, in hertz.</summary>
    public int? SampleRate { get; init; }

    /// <summary>Channels of its audio without a header.</summary>
    public int? Channels { get; init; }

    /// <summary>Whether each channel is a speaker of its own, unless a request says otherwise.</summary>
    public bool ChannelsAreSpeakers { get; init; }

    /// <summary>A sentence about the first setting that is not allowed, or null.</summary>
    public string? Fault() =>
        Name.Trim().Length == 0 || Name.Length > MaxNameLength || Name.Any(char.IsControl) ? $"A client's name has 1 to {MaxNameLength} characters, none of them control characters."
        : Protocols.Count == 0 ? "A client needs at least one protocol."
        : Protocols.FirstOrDefault(name => !Jobs.Protocols.All.Contains(name)) is { } unknown
            ? $"There is no protocol {unknown}. Known ones: {string.Join(", ", Jobs.Protocols.All)}."
        : QuotaMinutes < 1 ? "The quota is at least 1 minute a day."
        : RequestsPerSecond is < 1 or > 100_000 ? "The rate is 1 to 100,000 requests a second."
        : MaxQueued < 1 ? "At least 1 job must be allowed to wait."
        : SampleRate is < 4_000 or > 192_000 ? "The sample rate is 4,000 to 192,000 hertz."
        : Channels is < 1 or > MaxChannels ? $"Audio without a header has 1 to {MaxChannels} channels."
        : Language is not null && Language != SpokenLanguage.Auto && !SpokenLanguage.Codes.Contains(Language)
            ? $"{Language} is no language code that Whisper knows, such as en, fr or zh."
        : null;
}
