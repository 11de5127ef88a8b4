namespace AsrService.Core.Sessions;

/// <summary>What became of a chunk.</summary>
public abstract record ChunkResult
{
    private ChunkResult()
    {
    }

    /// <summary>It is kept, or was already.</summary>
    /// <param name="Text">The newest text that was not given before; null when there is none.</param>
    public sealed record Kept(SessionText? Text) : ChunkResult;

    /// <summary>The caller has no such session, or it has been closed.</summary>
    public sealed record Unknown : ChunkResult;

    /// <summary>The session was closed because nothing came for too long. Told once; afterwards it is <see cref="Unknown"/>.</summary>
    /// <param name="Text">What was recognised of its end and not given before; null when there is nothing.</param>
    public sealed record TimedOut(SessionText? Text) : ChunkResult;

    /// <summary>The id that the client chose is that of another job or session of its.</summary>
    public sealed record IdTaken : ChunkResult;

    /// <summary>Chunks are missing before this one.</summary>
    /// <param name="Expected">The number that the next chunk must have.</param>
    public sealed record Gap(int Expected) : ChunkResult;
}
