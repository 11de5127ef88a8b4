namespace AsrService.Data.Sessions;

/// <summary>How a session stands that is recognised while it comes.</summary>
/// <param name="Id">The session.</param>
/// <param name="TaskId">Its caller's id for it.</param>
/// <param name="Client">Whose it is.</param>
/// <param name="StartedAt">When its first chunk came.</param>
/// <param name="LastChunkAt">When its last one came.</param>
/// <param name="AudioSeconds">How much sound has come.</param>
/// <param name="HasUnread">Whether chunks have come that nobody has heard yet.</param>
/// <param name="Node">The worker that follows it.</param>
/// <param name="Sentences">How many sentences are final.</param>
/// <param name="LastSentence">The last of them.</param>
/// <param name="Growing">What the growing sentence says so far.</param>
/// <param name="JobId">Its job, when it is closed.</param>
/// <param name="TimedOut">Whether the server closed it.</param>
public sealed record SessionActivity(
    Guid Id, string TaskId, string? Client, DateTimeOffset StartedAt, DateTimeOffset LastChunkAt, double AudioSeconds, bool HasUnread, string? Node,
    int Sentences, string? LastSentence, string? Growing, Guid? JobId, bool TimedOut)
{
    /// <summary>How it stands.</summary>
    public SessionState State =>
        JobId is not null ? SessionState.Closed
        : Node is not null ? SessionState.Followed
        : HasUnread ? SessionState.Waiting
        : SessionState.Silent;
}
