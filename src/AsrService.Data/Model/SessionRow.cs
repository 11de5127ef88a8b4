using AsrService.Core.Jobs;

namespace AsrService.Data.Model;

/// <summary>A row of <c>sessions</c>: a recording that arrives in chunks. Written by <see cref="Sessions.SessionStore"/> and, under a lease, by <see cref="Sessions.SessionLeases"/>.</summary>
internal sealed class SessionRow
{
    /// <summary>The id of its job as well.</summary>
    public required Guid Id { get; init; }

    public required string Protocol { get; init; }

    public required string ExternalId { get; init; }

    public string? Client { get; init; }

    /// <summary>Set when it is closed. The session goes with the job.</summary>
    public Guid? JobId { get; set; }

    public required string Options { get; init; }

    public required int SampleRate { get; init; }

    public required bool IsLive { get; init; }

    public string? CallbackUrl { get; init; }

    public required JobPriority Priority { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastChunkAt { get; set; }

    public required int LastAudioId { get; set; }

    /// <summary>SHA-256 of the first chunk, which tells a repeated opening from a second session of the same id.</summary>
    public required byte[] FirstSha256 { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public bool TimedOut { get; set; }

    public bool TimeoutTold { get; set; }

    /// <summary>The last text that the caller was given, and with which chunk.</summary>
    public string? Given { get; set; }

    public int? GivenWith { get; set; }

    /// <summary>What the growing sentence says so far.</summary>
    public string? Growing { get; set; }

    /// <summary>See <see cref="Core.Sessions.SessionPosition"/>; null as long as no sentence has ended.</summary>
    public string? Position { get; set; }

    /// <summary>The last chunk that was read when the session was given back: until more comes nobody takes it.</summary>
    public int ReadTo { get; set; }

    public string? Owner { get; set; }

    public long FencingToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }
}
