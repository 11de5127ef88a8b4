using System.Collections.Concurrent;
using System.Threading.Channels;
using AsrService.Core;

namespace AsrService.Data.Sessions;

/// <summary>Wakes on this node who follows a session, who waits for its text, and the pump that looks for sessions and closed ones.</summary>
internal sealed class SessionBell
{
    /// <summary>Rung when a chunk is committed: with the session's id where a worker follows it, else without.</summary>
    public const string Chunks = "asr_sessions";

    /// <summary>Rung with the id of a session that was recognised while it came, and is closed now.</summary>
    public const string Closed = "asr_sessions_closed";

    /// <summary>Rung with the id of a session that has new text.</summary>
    public const string Texts = "asr_session_texts";

    private readonly ConcurrentDictionary<Guid, Bell> followed = new();
    private readonly ConcurrentDictionary<Guid, Bell> awaited = new();
    private readonly Channel<Guid> closed = Channel.CreateUnbounded<Guid>();

    /// <summary>Rung when there may be a session to follow, or a closed one.</summary>
    public Bell Pump { get; } = new();

    /// <summary>The next session that was closed since the last look.</summary>
    public bool TryGetClosed(out Guid sessionId) => closed.Reader.TryRead(out sessionId);

    /// <summary>What PostgreSQL said.</summary>
    public void Hear(string channel, string payload)
    {
        if (!Guid.TryParse(payload, out var sessionId))
        {
            Pump.Ring();
        }
        else if (channel == Closed)
        {
            followed.GetValueOrDefault(sessionId)?.Ring();
            closed.Writer.TryWrite(sessionId);
            Pump.Ring();
        }
        else
        {
            (channel == Texts ? awaited : followed).GetValueOrDefault(sessionId)?.Ring();
        }
    }

    /// <summary>The signal of who follows a session on this node, until <see cref="Leave"/>.</summary>
    public Bell Follow(Guid sessionId) => followed.GetOrAdd(sessionId, _ => new());

    public void Leave(Guid sessionId) => followed.TryRemove(sessionId, out _);

    /// <summary>The signal of who waits for a session's text, until <see cref="Forget"/>. Of several, whoever hears it first.</summary>
    public Bell Await(Guid sessionId) => awaited.GetOrAdd(sessionId, _ => new());

    public void Forget(Guid sessionId) => awaited.TryRemove(sessionId, out _);
}
