namespace AsrService.Audio.Sessions;

/// <summary>The threads of sessions: as many as those of recordings, before which they take their turn. They sleep while nobody speaks.</summary>
internal sealed class SessionThreads(int size) : IDisposable
{
    // Between requests (0) and recordings (10): the kernel gives these five times the share of the latter.
    private const int Niceness = 3;

    /// <summary>Them.</summary>
    public ComputePool Pool { get; } = new(size, Niceness, "session");

    /// <summary>Text that is shown while a sentence grows waits here, so that no more of it than there are threads is ever before a sentence that has ended.</summary>
    public SemaphoreSlim Passing { get; } = new(size);

    public void Dispose()
    {
        Pool.Dispose();
        Passing.Dispose();
    }
}
