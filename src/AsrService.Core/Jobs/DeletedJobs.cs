namespace AsrService.Core.Jobs;

/// <summary>What became of jobs that were to be deleted.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="UnusedAudio">Keys of the recordings that are of no more use.</param>
public sealed record DeletedJobs(int Count, IReadOnlyList<string> UnusedAudio);
