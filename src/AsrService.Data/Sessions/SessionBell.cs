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

    private readonly Channel<Guid> closed = Channel.CreateUnbounded<Guid>();

    /// <summary>Rung when there may be a session to follow, or a closed one.</summary>
    public Bell Pump { get; } = new();

    /// <summary>Rung for sessions that a worker of this node follows.</summary>
    public Bells Followed { get; } = new();

    /// <summary>Rung for sessions whose text somebody waits for.</summary>
    public Bells Awaited { get; } = new();

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
            Followed.Ring(sessionId);
            closed.Writer.TryWrite(sessionId);
            Pump.Ring();
        }
        else
        {
            (channel == Texts ? Awaited : Followed).Ring(sessionId);
        }
    }
}
