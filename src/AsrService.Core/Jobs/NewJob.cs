using AsrService.Core.Recognition;
using AsrService.Core.Uploads;

namespace AsrService.Core.Jobs;

/// <summary>What a wire protocol hands over to have a job made of it.</summary>
/// <param name="Protocol">The protocol's name, for example <c>asr-task</c>.</param>
/// <param name="NextExternalId">Gives the id that the client will know the job by; asked again when the id is taken.</param>
/// <param name="IdempotencyKey">The caller's key for safe repetition, or null.</param>
/// <param name="Options">What the request asks of the recognition.</param>
public sealed record NewJob(string Protocol, Func<string> NextExternalId, string? IdempotencyKey, TranscriptionOptions Options)
{
    /// <summary>Who sent it; null where nobody has to say who they are.</summary>
    public string? Client { get; init; }

    /// <summary>Where a worker fetches the recording; null when it came with the request.</summary>
    public Uri? AudioUrl { get; init; }

    /// <summary>Whether the client chose the id itself, so that there is no next one.</summary>
    public bool HasChosenId { get; init; }

    /// <summary>Whether the same content under the same chosen id is that job again, and not refused.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Where its end is told to; null for nowhere.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>JSON that comes back with the result as it was sent; null where there is none.</summary>
    public string? BusinessData { get; init; }

    /// <summary>The user's file that it transcribes, whose recording it shares; null where it has one of its own.</summary>
    public UserFile? File { get; init; }

    /// <summary>Its class.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;
}
