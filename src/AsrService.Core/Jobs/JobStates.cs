namespace AsrService.Core.Jobs;

/// <summary>What the states have in common.</summary>
public static class JobStates
{
    /// <summary>Whether the job has ended; only a retry by hand changes that.</summary>
    public static bool IsFinal(this JobState state) =>
        state is JobState.Done or JobState.Failed or JobState.Cancelled or JobState.Quarantined;
}
