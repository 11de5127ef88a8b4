using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Queue;

/// <summary>How the queue stands and what the last hour has brought. Nothing here reads more rows than open jobs and those of that hour.</summary>
internal sealed class QueueOverview(IDbContextFactory<AsrDbContext> contexts)
{
    /// <summary>Open jobs by class and state.</summary>
    public async Task<IReadOnlyList<OpenJobs>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Open(db).ToListAsync(cancellationToken);
    }

    /// <summary>The same, and how many deliveries wait, for gauges, which cannot be asked otherwise than synchronously.</summary>
    public (IReadOnlyList<OpenJobs> Jobs, int Deliveries) Load(TimeSpan timeout)
    {
        using var db = contexts.CreateDbContext();
        db.Database.SetCommandTimeout(timeout);
        return (Open(db).ToList(), db.Deliveries.Count(delivery => delivery.State == DeliveryState.Waiting));
    }

    /// <summary>What ended in the last hour.</summary>
    public async Task<LastHour> LastHourAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<LastHour>(
            $"""
            select count(*) filter (where state = 'done')::int as "Done",
                count(*) filter (where state in ('failed', 'quarantined'))::int as "Failed",
                count(*) filter (where state = 'cancelled')::int as "Cancelled",
                coalesce(sum(audio_seconds) filter (where state = 'done'), 0) as "AudioSeconds",
                coalesce(sum(extract(epoch from finished_at - started_at)) filter (where state = 'done'), 0)::float8 as "WorkSeconds",
                avg(extract(epoch from started_at - created_at)) filter (where state = 'done')::float8 as "WaitSeconds"
            from jobs where finished_at is not null and finished_at > now() - interval '1 hour'
            """).SingleAsync(cancellationToken);
    }

    /// <summary>The nodes that are heard of, by name, with what they run.</summary>
    public async Task<IReadOnlyList<NodeActivity>> NodesAsync(CancellationToken cancellationToken)
    {
        // Quartz notes when each node was there last in .NET's ticks; a lease, when its holder must be there again.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<NodeActivity>(
            $"""
            select name as "Name", sum(running)::int as "Running", max(heard) as "HeardAt" from (
                select instance_name as name, 0 as running, 'epoch'::timestamptz + (last_checkin_time - 621355968000000000) / 10000000.0 * interval '1 second' as heard
                from qrtz_scheduler_state where sched_name = {QueueServiceCollectionExtensions.SchedulerName}
                union all
                select owner, 1, lease_until - {JobLease.Duration} from jobs where state in ('fetching', 'transcribing') and owner is not null) as nodes
            group by name order by name
            """).ToListAsync(cancellationToken);
    }

    // One by one, because each has a small index of its own.
    private static IQueryable<OpenJobs> Open(AsrDbContext db) => db.Database.SqlQuery<OpenJobs>(
        $"""
        select priority as "Priority", state as "State", count(*)::int as "Count", min(created_at) as "Oldest" from (
            select priority, state, created_at from jobs where state = 'queued'
            union all
            select priority, state, created_at from jobs where state in ('fetching', 'transcribing')
            union all
            select priority, state, created_at from jobs where state = 'retrying') as open
        group by 1, 2
        """);
}
