using AsrService.Core.Recognition;
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

    /// <summary>Who sent it; null where nobody has to say who they are.</summary>
    public string? Client { get; init; }

    /// <summary>Its class.</summary>
    public JobPriority Priority { get; init; }

    /// <summary>The user's file that it transcribes, or that was asked for and is not there; null where it is about none.</summary>
    public string? FileId { get; init; }

    /// <summary>Whether there is, or was, a recording.</summary>
    public bool HasRecording { get; init; }

    /// <summary>What was asked of the recognition.</summary>
    public TranscriptionOptions Options { get; init; } = new();

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last attempt began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, in whatever state.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Length of the recording in seconds, as soon as it is known.</summary>
    public double? AudioSeconds { get; init; }

    /// <summary>Where the job stands.</summary>
    public required JobState State { get; init; }

    /// <summary>How much of the audio has been recognised, 0 to 1. It never falls within an attempt.</summary>
    public required double Progress { get; init; }

    /// <summary>The end of what has been heard so far, while it is transcribed; null otherwise.</summary>
    public string? PartialText { get; init; }

    /// <summary>Place in the queue: 1 is next, 0 is out of the queue.</summary>
    public required int QueuePosition { get; init; }

    /// <summary>About how many seconds until it is done; null when there is nothing to go by, or it has ended.</summary>
    public double? EstimatedSeconds { get; init; }

    /// <summary>A sentence for the caller; set when it ended without a transcript.</summary>
    public string? Error { get; init; }

    /// <summary>Code of the language that was spoken; set when it is done.</summary>
    public string? Language { get; init; }

    /// <summary>What it failed of; set when <see cref="State"/> is <see cref="JobState.Failed"/> or <see cref="JobState.Quarantined"/>.</summary>
    public JobFailure? Failure { get; init; }

    /// <summary>Where its trace began, as W3C's traceparent; null where it has none.</summary>
    public string? TraceContext { get; init; }

    /// <summary>JSON that its client wants back as it was sent; null where there is none.</summary>
    public string? BusinessData { get; init; }

    /// <summary>Set when <see cref="State"/> is <see cref="JobState.Done"/>.</summary>
    public Transcript? Transcript { get; init; }
}
