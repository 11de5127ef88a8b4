namespace AsrService.Core.Sessions;

/// <summary>Chunks of a session that follow on one another.</summary>
/// <param name="Chunks">Each with its number.</param>
/// <param name="HasMore">Whether more of them are there.</param>
/// <param name="IsClosed">Whether the session is closed, so that what is left is the job's.</param>
public sealed record SessionAudio(IReadOnlyList<(int AudioId, byte[] Audio)> Chunks, bool HasMore, bool IsClosed);
