namespace AsrService.Data.Queue;

/// <summary>How this node takes part in the queue.</summary>
/// <param name="Node">The name of this start of this node; no other has it, ever.</param>
/// <param name="IsWorker">Whether it runs jobs; otherwise it only submits them.</param>
/// <param name="Concurrency">Jobs at once, at least 1.</param>
/// <param name="DrainTimeout">How long a shutdown lets running jobs finish.</param>
/// <param name="MaxRunningPerClient">Jobs of one client that run at once on all nodes; 0 for no limit.</param>
/// <param name="RetentionInterval">How often a node looks for what has expired.</param>
public sealed record QueueOptions(string Node, bool IsWorker, int Concurrency, TimeSpan DrainTimeout, int MaxRunningPerClient, TimeSpan RetentionInterval);
