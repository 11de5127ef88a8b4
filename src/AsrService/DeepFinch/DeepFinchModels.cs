namespace AsrService.DeepFinch;

internal sealed record DeepFinchAnswer<T>(string Status, string RequestId, T Result);

/// <summary>Acknowledges a block of a recording.</summary>
internal sealed record DeepFinchBlock(string TaskId, string SyncId);

/// <summary>Clients read <c>reason</c> whenever the status is not <c>OK</c>.</summary>
internal sealed record DeepFinchRefusal(string Status, string Reason, string RequestId);
