using System.Collections.Concurrent;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;

namespace AsrService.IntegrationTests.DeepFinch;

/// <summary>Sessions that say what a test wants, and remember what they are given.</summary>
internal sealed class ScriptedSessions : ISessionStore
{
    private readonly ConcurrentDictionary<string, bool> opened = new();

    public ConcurrentQueue<SessionChunk> Chunks { get; } = new();

    /// <summary>What is answered next; then that there is no text.</summary>
    public ConcurrentQueue<ChunkResult> Results { get; } = new();

    public Task<ChunkResult> AddAsync(SessionChunk chunk, CancellationToken cancellationToken)
    {
        var key = chunk.Job.Client + chunk.TaskId;
        if (chunk.IsFirst)
            opened.TryAdd(key, true);
        if (!opened.ContainsKey(key))
            return Task.FromResult<ChunkResult>(new ChunkResult.Unknown());

        Chunks.Enqueue(chunk);
        return Task.FromResult(Results.TryDequeue(out var result) ? result : new ChunkResult.Kept(null));
    }

    public Task<bool> CloseAsync(string taskId, JobScope scope, CancellationToken cancellationToken) => Task.FromResult(opened.ContainsKey(scope.Client + taskId));
}
