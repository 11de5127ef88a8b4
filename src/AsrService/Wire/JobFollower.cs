using System.Runtime.CompilerServices;
using AsrService.Core.Jobs;
using AsrService.Data.Queue;

namespace AsrService.Wire;

/// <summary>Follows a job to its end, whichever node it runs on.</summary>
internal sealed class JobFollower(JobService jobs, JobBells bells, TimeProvider time)
{
    // When nothing rings: a bell that was not heard, or a place in the queue that others' jobs have changed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Then a follower that has gone costs nothing any more.
    private static readonly TimeSpan WatchSpan = TimeSpan.FromMinutes(1);

    /// <summary>The job as it is, whenever it has changed and at least every 5 s; the last one is final. Nothing once there is no such job.</summary>
    public async IAsyncEnumerable<Job> FollowAsync(Guid id, JobScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = bells.Of(id);
        await jobs.WatchAsync(id, scope, WatchSpan, cancellationToken);
        var watchedAt = time.GetTimestamp();
        while (await jobs.FindAsync(id, scope, cancellationToken) is { } job)
        {
            yield return job;
            if (job.State.IsFinal())
                yield break;
            await watch.WaitAsync(Patience, time, cancellationToken);
            if (time.GetElapsedTime(watchedAt) > WatchSpan / 2)
            {
                await jobs.WatchAsync(id, scope, WatchSpan, cancellationToken);
                watchedAt = time.GetTimestamp();
            }
        }
    }
}
