using System.Collections.Concurrent;

namespace AsrService.Core.Jobs;

/// <summary>The leases that this process holds, so that they can be renewed, lost, and waited for.</summary>
public sealed class RunningLeases
{
    private readonly ConcurrentDictionary<JobLease, CancellationTokenSource> held = new();
    private readonly Lock gate = new();
    private TaskCompletionSource idle = Completed();

    /// <summary>Those held at the moment.</summary>
    public IReadOnlyCollection<JobLease> All => [.. held.Keys];

    /// <summary>Completes when none is held.</summary>
    public Task WhenIdle
    {
        get
        {
            lock (gate)
                return idle.Task;
        }
    }

    /// <summary>Holds a lease until the result is disposed.</summary>
    public Holding Hold(JobLease lease)
    {
        var lost = new CancellationTokenSource();
        lock (gate)
        {
            if (held.IsEmpty)
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            held[lease] = lost;
        }

        return new Holding(this, lease, lost);
    }

    /// <summary>Tells the holder that the lease is another's now, or that the job was cancelled or deleted.</summary>
    public void Lose(JobLease lease)
    {
        if (held.TryGetValue(lease, out var lost))
            lost.Cancel();
    }

    private void Release(JobLease lease)
    {
        lock (gate)
        {
            // Not disposed: somebody may be about to cancel it, and it holds nothing without a timer.
            held.TryRemove(lease, out _);
            if (held.IsEmpty)
                idle.TrySetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    /// <summary>A lease while it is held.</summary>
    public sealed class Holding : IDisposable
    {
        private readonly RunningLeases owner;
        private readonly JobLease lease;

        internal Holding(RunningLeases owner, JobLease lease, CancellationTokenSource lost)
        {
            this.owner = owner;
            this.lease = lease;
            Lost = lost.Token;
        }

        /// <summary>Cancelled when the lease is lost: nothing that the holder still writes will be accepted.</summary>
        public CancellationToken Lost { get; }

        /// <inheritdoc />
        public void Dispose() => owner.Release(lease);
    }
}
