using AsrService.Core;

namespace AsrService.Data.Queue;

/// <summary>Wakes those on this node who watch a job, when it changes on any node.</summary>
internal sealed class JobBells
{
    /// <summary>What PostgreSQL rings, with the job's id, when a job's state or progress has changed.</summary>
    public const string Channel = "asr_changes";

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, List<Bell>> watched = [];

    /// <summary>Begins to watch a job.</summary>
    public Watch Of(Guid jobId)
    {
        var bell = new Bell();
        lock (gate)
        {
            if (!watched.TryGetValue(jobId, out var bells))
                watched.Add(jobId, bells = []);
            bells.Add(bell);
        }

        return new Watch(this, jobId, bell);
    }

    /// <summary>Wakes those who watch the job that <paramref name="payload"/> names.</summary>
    public void Ring(string payload)
    {
        lock (gate)
        {
            if (Guid.TryParse(payload, out var jobId) && watched.TryGetValue(jobId, out var bells))
                bells.ForEach(bell => bell.Ring());
        }
    }

    private void End(Guid jobId, Bell bell)
    {
        lock (gate)
        {
            if (watched.TryGetValue(jobId, out var bells) && bells.Remove(bell) && bells.Count == 0)
                watched.Remove(jobId);
        }
    }

    /// <summary>Somebody who watches a job, until it is disposed.</summary>
    public sealed class Watch(JobBells owner, Guid jobId, Bell bell) : IDisposable
    {
        /// <inheritdoc cref="Bell.WaitAsync"/>
        public Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken) => bell.WaitAsync(atMost, time, cancellationToken);

        public void Dispose() => owner.End(jobId, bell);
    }
}
