namespace AsrService.Data.Sessions;

/// <summary>How a session stands.</summary>
public enum SessionState
{
    /// <summary>Chunks have come, and no worker has taken it yet.</summary>
    Waiting,

    /// <summary>A worker hears what comes.</summary>
    Followed,

    /// <summary>All that has come was heard, and nothing more comes.</summary>
    Silent,

    /// <summary>It is a job.</summary>
    Closed,
}
