using AsrService.Core.Jobs;

namespace AsrService.Core.Sessions;

/// <summary>A piece of a recording.</summary>
/// <param name="Job">What the session's job will be like: its id, its client, options and callback URL. What it says counts when the chunk opens the session.</param>
/// <param name="AudioId">Its number, from 1; each one is one more than the last.</param>
/// <param name="Audio">16-bit little-endian PCM without a header, mono; or a whole file of any format.</param>
public sealed record SessionChunk(NewJob Job, int AudioId, ReadOnlyMemory<byte> Audio)
{
    /// <summary>The session's id, which <see cref="NewJob.NextExternalId"/> gives.</summary>
    public required string TaskId { get; init; }

    /// <summary>Whether it may open a session.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether nothing comes after it.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether the text is wanted while the user speaks; otherwise the chunks are only put together, and the job transcribes them at the end.</summary>
    public bool IsLive { get; init; }

    /// <summary>Samples per second of audio without a header: 8000 or 16000.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>How long to wait for text when there is none yet.</summary>
    public TimeSpan Wait { get; init; }
}
