namespace AsrService.Data.Model;

/// <summary>A row of <c>session_chunks</c>, kept until the session's job has made one recording of them all.</summary>
internal sealed class SessionChunkRow
{
    public required Guid SessionId { get; init; }

    public required int AudioId { get; init; }

    public required byte[] Audio { get; init; }

    /// <summary>Whether it is a file, or the beginning of one.</summary>
    public required bool IsFile { get; init; }
}
