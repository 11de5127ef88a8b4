using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;

namespace AsrService.Wire;

/// <summary>A job, for the description of the interface: each protocol puts it into its own words.</summary>
internal static class ExampleJob
{
    public static readonly Guid Id = new("019c14f0-6c00-7a51-9d3e-5f0c2b7a8e14");

    public static readonly DateTimeOffset CreatedAt = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public static Transcript Transcript { get; } = new(
        "Good morning, how can I help you?", "en", 2.4, [new(0, 0, 0, 2.4, " Good morning, how can I help you?", [50364, 2205, 2446, 11, 577, 393, 286, 854, 291, 30, 50484], 0, -0.21, 0.83, 0.01)]);

    public static Job Queued { get; } = new()
    {
        Id = Id,
        Protocol = Protocols.Native,
        ExternalId = Id.ToString(),
        Priority = JobPriority.Normal,
        HasRecording = true,
        CreatedAt = CreatedAt,
        State = JobState.Queued,
        Progress = 0,
        QueuePosition = 3,
        EstimatedSeconds = 4.5,
    };

    public static Job Transcribing { get; } = Queued with
    {
        State = JobState.Transcribing,
        StartedAt = CreatedAt.AddSeconds(1),
        AudioSeconds = 2.4,
        Progress = 0.5,
        QueuePosition = 0,
        EstimatedSeconds = 1.5,
        PartialText = "Good morning,",
    };

    public static Job Done { get; } = Transcribing with
    {
        State = JobState.Done,
        FinishedAt = CreatedAt.AddSeconds(3),
        Progress = 1,
        EstimatedSeconds = null,
        PartialText = null,
        Language = Transcript.Language,
        Transcript = Transcript,
    };

    public static Job Failed { get; } = Done with { State = JobState.Failed, Progress = 0, Failure = JobFailure.Recording, Error = "The recording has no sound.", Language = null, Transcript = null };

    public static Job Cancelled { get; } = Queued with { State = JobState.Cancelled, FinishedAt = CreatedAt.AddSeconds(3), QueuePosition = 0, EstimatedSeconds = null };

    public static IReadOnlyList<JobAttempt> Attempts { get; } = [new(1, "node-1", CreatedAt.AddSeconds(1), CreatedAt.AddSeconds(3), AttemptOutcome.Done, null)];
}
