namespace AsrService.Benchmarks.Chaos;

/// <summary>How long the jobs of lost workers waited until a worker took them again.</summary>
internal static class Recovery
{
    /// <summary>For each job that a lost worker had: the time from the loss to the job's next start.</summary>
    /// <param name="events">All events, in their order.</param>
    /// <param name="losses">The losses.</param>
    /// <param name="outage">Recoveries that fell into it are told apart; null for none.</param>
    public static IReadOnlyList<(TimeSpan Time, bool InOutage)> Measure(IEnumerable<JobEvent> events, IReadOnlyList<Loss> losses, Outage? outage) =>
    [
        .. from job in events.GroupBy(change => change.Job)
           let changes = job.ToList()
           from loss in losses
           let last = changes.FindLastIndex(change => change.At <= loss.At)
           where last >= 0 && JobStates.IsRunning(changes[last].State)
           where changes.FindLast(change => change.IsStart && change.At <= loss.At)?.Node == loss.Node
           let next = changes.FindIndex(last + 1, change => change.IsStart)
           where next >= 0
           let again = changes[next].At
           select (again - loss.At, outage is not null && loss.At < outage.To && again > outage.From),
    ];
}
