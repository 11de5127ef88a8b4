namespace AsrService.Core.Jobs;

/// <summary>Where a job stands. Wire protocols project these onto their own words, each in one place.</summary>
public enum JobState
{
    /// <summary>Accepted and waiting for a worker.</summary>
    Queued,

    /// <summary>A worker is obtaining the audio.</summary>
    Fetching,

    /// <summary>A worker is decoding and recognising.</summary>
    Transcribing,

    /// <summary>An attempt failed in a way that can pass; the next one waits for its time.</summary>
    Retrying,

    /// <summary>Ended with a transcript.</summary>
    Done,

    /// <summary>Ended without one; <see cref="Job.Error"/> says why.</summary>
    Failed,

    /// <summary>Ended because a caller asked for it.</summary>
    Cancelled,

    /// <summary>Ended because it took its worker down twice; <see cref="Job.Error"/> says so.</summary>
    Quarantined,
}
