namespace AsrService.Data.Queue;

/// <summary>Counts the attempts under way on this node, so that a shutdown can wait for them.</summary>
internal sealed class RunningJobs
{
    private readonly Lock gate = new();
    private TaskCompletionSource idle = Completed();
    private int count;

    /// <summary>Completes when no attempt is under way.</summary>
    public Task WhenIdle
    {
        get
        {
            lock (gate)
                return idle.Task;
        }
    }

    /// <summary>Counts an attempt until the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (gate)
        {
            if (count++ == 0)
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return new Entry(this);
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--count == 0)
                idle.SetResult();
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private sealed class Entry(RunningJobs owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}
