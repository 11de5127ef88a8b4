namespace AsrService.DeepFinch;

internal sealed record DeepFinchAnswer<T>(string Status, string RequestId, T Result);

/// <summary>The newest text of a session, and what became of the chunk.</summary>
/// <param name="TaskId">The session.</param>
/// <param name="AsrStatus">0 for a sentence that still grows, 5 for one that has ended, 2 where there is nothing new.</param>
/// <param name="EpStatus">2 where the end of a sentence was found, else 1.</param>
/// <param name="Base64">The text as UTF-8 in base64.</param>
/// <param name="PplBase64">Its words with their pinyin, likewise.</param>
/// <param name="Time">Start and end of each of these words, in milliseconds from the session's start.</param>
/// <param name="SyncId">The chunk that is acknowledged.</param>
/// <param name="Pgs">1 where there is text, else 0.</param>
/// <param name="Close">1 where the session has timed out, else 0.</param>
internal sealed record DeepFinchText(
    string TaskId, int AsrStatus, int EpStatus, string Base64, string PplBase64, IReadOnlyList<IReadOnlyList<int>> Time, int SyncId, int Pgs, int Close);

/// <summary>Acknowledges a block of a recording.</summary>
internal sealed record DeepFinchBlock(string TaskId, string SyncId);

/// <summary>Acknowledges the end of a session.</summary>
internal sealed record DeepFinchTask(string TaskId);

/// <summary>Clients read <c>reason</c> whenever the status is not <c>OK</c>.</summary>
internal sealed record DeepFinchRefusal(string Status, string Reason, string RequestId);
