namespace AsrService.Core.Sessions;

/// <summary>The chunks of a closed session, as its job reads them.</summary>
public interface ISessionChunks
{
    /// <summary>What they are like altogether.</summary>
    Task<ChunkSummary> SummariseAsync(Guid sessionId, CancellationToken cancellationToken);

    /// <summary>All of them in order, a few at a time in memory.</summary>
    IAsyncEnumerable<byte[]> ReadAsync(Guid sessionId, CancellationToken cancellationToken);
}
