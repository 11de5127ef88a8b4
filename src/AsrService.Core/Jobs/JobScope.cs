namespace AsrService.Core.Jobs;

/// <summary>Whose jobs a caller can see. What lies outside is answered exactly like what does not exist.</summary>
/// <param name="Client">The client's id; null for callers who did not have to say who they are.</param>
/// <param name="IsEverything">Whether all jobs are seen, whoever sent them: operators only.</param>
public sealed record JobScope(string? Client, bool IsEverything = false)
{
    /// <summary>All jobs, for operators.</summary>
    public static JobScope Everything { get; } = new(null, IsEverything: true);
}
