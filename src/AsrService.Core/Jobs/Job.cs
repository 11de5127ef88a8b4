using AsrService.Core.Transcripts;

namespace AsrService.Core.Jobs;

/// <summary>A job as it stands in the database: the truth that every protocol reads.</summary>
public sealed record Job
{
    /// <summary>The internal id (UUID version 7, so it sorts by time of creation).</summary>
    public required Guid Id { get; init; }

    /// <summary>The wire protocol that accepted the job, for example <c>asr-task</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The id that the protocol's client knows the job by; unique within <see cref="Protocol"/>.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Where the job stands.</summary>
    public required JobState State { get; init; }

    /// <summary>How much of the audio has been recognised, 0 to 1. It never falls within an attempt.</summary>
    public required double Progress { get; init; }

    /// <summary>Place in the queue: 1 is next, 0 is out of the queue.</summary>
    public required int QueuePosition { get; init; }

    /// <summary>A sentence for the caller; set when <see cref="State"/> is <see cref="JobState.Failed"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Set when <see cref="State"/> is <see cref="JobState.Done"/>.</summary>
    public Transcript? Transcript { get; init; }
}
