using AsrService.Core.Recognition;

namespace AsrService.Core.Jobs;

/// <summary>A worker's right to write to a job, for <see cref="Duration"/> from its last renewal.</summary>
/// <param name="JobId">The job.</param>
/// <param name="FencingToken">
/// Grows with every start of the job. A write that carries an older token than the row's is refused, so a worker
/// that was taken for dead cannot overwrite its successor.
/// </param>
/// <param name="Attempt">1 for the first attempt that counts.</param>
/// <param name="Audio">The recording in <see cref="IAudioStore"/>; null when it has not been fetched yet.</param>
/// <param name="AudioUrl">Where it is fetched then.</param>
/// <param name="Options">What the request asks of the recognition.</param>
public sealed record JobLease(Guid JobId, long FencingToken, int Attempt, StoredAudio? Audio, Uri? AudioUrl, TranscriptionOptions Options)
{
    /// <summary>Where the job comes from.</summary>
    public required JobOrigin Origin { get; init; }

    /// <summary>Whether the recording came in chunks and was recognised meanwhile; null when it came as one. See <see cref="Sessions.ISessionRecorder"/>.</summary>
    public bool? IsLive { get; init; }

    /// <summary>How long a worker may be silent before it is taken for dead.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);

    /// <summary>How often it renews; also how soon it notices that the job was cancelled.</summary>
    public static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(2);
}
