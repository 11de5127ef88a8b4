using AsrService.Core;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Callbacks;

/// <summary>The outbox of callbacks, as clients and operators see it.</summary>
internal sealed class DeliveryDesk(IDbContextFactory<AsrDbContext> contexts, TimeProvider time)
{
    /// <summary>The deliveries of a job, oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> OfJobAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Deliveries.Where(d => d.JobId == jobId).OrderBy(d => d.CreatedAt).Select(d => new Delivery
        {
            Id = d.Id,
            JobId = d.JobId,
            Url = d.Url,
            State = d.State,
            Attempt = d.Attempt,
            NextAttemptAt = d.State == DeliveryState.Waiting && d.NextAttemptAt < DateTimeOffset.MaxValue ? d.NextAttemptAt : null,
            CreatedAt = d.CreatedAt,
            FinishedAt = d.FinishedAt,
            Attempts = d.Attempts.OrderBy(a => a.Id).Select(a => new DeliveryAttempt(a.At, a.Outcome, a.StatusCode, a.Detail, a.DurationMs)).ToList(),
        }).ToListAsync(cancellationToken);
    }

    /// <summary>Whether there is such a delivery.</summary>
    public async Task<bool> IsThereAsync(Guid id, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Deliveries.AnyAsync(d => d.Id == id && (scope.IsEverything || d.Client == scope.Client), cancellationToken);
    }

    /// <summary>Sends deliveries again that have ended, under the same ids and with all their attempts.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>How many.</returns>
    public async Task<int> SendAgainAsync(JobScope scope, DeliveryFilter filter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = filter.State is { } wanted ? EnumWord.Of(wanted) : null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var again = await db.Database.ExecuteSqlAsync(
            $"""
            update deliveries set state = 'waiting', attempt = 0, was_repeated_at_once = false, next_attempt_at = {now}, sending_until = null, finished_at = null
            where state <> 'waiting' and exists (select from jobs where jobs.id = job_id and jobs.finished_at is not null) and ({scope.IsEverything} or client is not distinct from {scope.Client})
                and ({filter.Id}::uuid is null or id = {filter.Id}) and ({filter.JobId}::uuid is null or job_id = {filter.JobId})
                and ({state}::text is null or state = {state}) and ({filter.Url}::text is null or url = {filter.Url})
                and ({filter.From}::timestamptz is null or created_at >= {filter.From}) and ({filter.To}::timestamptz is null or created_at < {filter.To})
            """,
            cancellationToken);
        if (again > 0)
            await db.Database.ExecuteSqlAsync($"notify asr_deliveries", cancellationToken);
        return again;
    }

    /// <summary>Endpoints that fail or are disabled, the latest first.</summary>
    public async Task<IReadOnlyList<FailingEndpoint>> FailingAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Endpoints.Where(e => e.FailingSince != null || e.DisabledAt != null).OrderByDescending(e => e.FailingSince).Take(limit)
            .Select(e => new FailingEndpoint(
                e.Id, db.Clients.Where(c => c.Id == e.Client).Select(c => c.Name).FirstOrDefault() ?? e.Client, e.Url, e.FailingSince, e.DisabledAt, e.Reason,
                db.Deliveries.Count(d => d.Url == e.Url && d.Client == e.Client && d.State == DeliveryState.Waiting)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Deliveries that were given up, the latest first.</summary>
    public async Task<IReadOnlyList<FailedDelivery>> FailedAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Deliveries.Where(d => d.State == DeliveryState.Failed && d.FinishedAt != null).OrderByDescending(d => d.FinishedAt).Take(limit)
            .Select(d => new FailedDelivery(
                d.Id, d.JobId, db.Clients.Where(c => c.Id == d.Client).Select(c => c.Name).FirstOrDefault() ?? d.Client, d.Url, d.Attempt, d.FinishedAt!.Value,
                d.Attempts.OrderByDescending(a => a.Id).Select(a => new DeliveryAttempt(a.At, a.Outcome, a.StatusCode, a.Detail, a.DurationMs)).FirstOrDefault()))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Calls a disabled endpoint again; what waited for it is sent at once. False when there is none of that number.</summary>
    public async Task<bool> EnableAsync(long endpoint, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Database.ExecuteSqlAsync($"update callback_endpoints set disabled_at = null, failing_since = null where id = {endpoint}", cancellationToken) == 0)
            return false;

        // Only now: what a node has just put aside for the endpoint is seen too.
        await db.Database.ExecuteSqlAsync(
            $"""
            update deliveries d set next_attempt_at = {time.GetUtcNow()}
            from callback_endpoints e
            where e.id = {endpoint} and d.url = e.url and d.client is not distinct from e.client and d.state = 'waiting' and d.next_attempt_at = 'infinity'
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync($"notify asr_deliveries", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
