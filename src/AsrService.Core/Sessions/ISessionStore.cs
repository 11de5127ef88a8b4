using AsrService.Core.Jobs;

namespace AsrService.Core.Sessions;

/// <summary>Recordings that arrive in chunks: those recognised while the user speaks, and those that are only put together.</summary>
public interface ISessionStore
{
    /// <summary>Keeps a chunk, and gives the newest text that was not given before. On return the chunk cannot be lost.</summary>
    /// <remarks>The first chunk opens the session; a last one (<see cref="SessionChunk.IsLast"/>) closes it as <see cref="CloseAsync"/> does.</remarks>
    /// <exception cref="UncertainCommitException">The connection broke during the commit; the chunk may be sent again.</exception>
    Task<ChunkResult> AddAsync(SessionChunk chunk, CancellationToken cancellationToken);

    /// <summary>Ends a session: what is left of it is recognised, and the whole becomes an ordinary job of the same id. Safe to repeat.</summary>
    /// <returns>False when the caller has no such session.</returns>
    Task<bool> CloseAsync(string taskId, JobScope scope, CancellationToken cancellationToken);
}
