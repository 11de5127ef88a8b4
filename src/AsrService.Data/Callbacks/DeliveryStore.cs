using AsrService.Core;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Callbacks;

/// <summary>The outbox of callbacks, as those who send see it.</summary>
internal sealed class DeliveryStore(IDbContextFactory<AsrDbContext> contexts, CallbackOptions options, TimeProvider time)
{
    // Longer than any exchange: a node that has not written a result by then is dead, and another one sends again.
    private TimeSpan Patience => options.Timeout * 2;

    /// <summary>Takes deliveries that are due: from each host so many that no more than are allowed are under way.</summary>
    public async Task<IReadOnlyList<DueDelivery>> TakeAsync(int atMost, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Host by host along the index, so that ten thousand for one that is slow are not looked through for the others.
        // One node at a time, so that each counts what the others have taken: the statements are one transaction, each with a view of its own.
        // At least once: the attempt is counted before it is made; what is lost between sending and writing is sent again, under the same id.
        return await db.Database.SqlQuery<DueDelivery>(
            $"""
            do 'begin perform pg_advisory_xact_lock(5170906215); end';
            with recursive hosts as (
                (select host from deliveries where state = 'waiting' order by host limit 1)
                union all
                select (select host from deliveries where state = 'waiting' and host > hosts.host order by host limit 1) from hosts where host is not null),
            due as (
                select next.id
                from hosts cross join lateral (
                    select id, next_attempt_at from deliveries
                    where state = 'waiting' and host = hosts.host and next_attempt_at <= {now} and (sending_until is null or sending_until < {now})
                    order by next_attempt_at
                    limit greatest(0, {options.MaxPerHost} - (select count(*) from deliveries where host = hosts.host and sending_until >= {now}))
                    for update skip locked) as next
                order by next.next_attempt_at
                limit {atMost})
            update deliveries set attempt = attempt + 1, sending_until = {now + Patience}
            from due where deliveries.id = due.id
            returning deliveries.id as "Id", job_id as "JobId", client as "Client", url as "Url", attempt as "Attempt", was_repeated_at_once as "WasRepeatedAtOnce",
                exists (select from callback_endpoints e where e.client is not distinct from deliveries.client and e.url = deliveries.url and e.disabled_at is not null) as "IsDisabled"
            """).ToListAsync(cancellationToken);
    }

    /// <summary>The jobs that deliveries are about, without segments: many at once, and no more of each than an event tells.</summary>
    public async Task<IReadOnlyDictionary<Guid, Job>> JobsAsync(IReadOnlyCollection<DueDelivery> deliveries, CancellationToken cancellationToken)
    {
        var ids = deliveries.Select(delivery => delivery.JobId).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.Where(j => ids.Contains(j.Id)).Select(j => new Job
        {
            Id = j.Id,
            Protocol = j.Protocol,
            ExternalId = j.ExternalId,
            State = j.State,
            Progress = j.Progress,
            QueuePosition = 0,
            CreatedAt = j.CreatedAt,
            StartedAt = j.StartedAt,
            FinishedAt = j.FinishedAt,
            AudioSeconds = j.AudioSeconds,
            Error = j.Error,
            TraceContext = j.TraceContext,
            Transcript = j.Transcript == null ? null : new Transcript(j.Transcript.Text, j.Transcript.Language, j.Transcript.DurationSeconds, Array.Empty<TranscriptSegment>(), null),
        }).ToDictionaryAsync(job => job.Id, cancellationToken);
    }

    /// <summary>Lets a delivery wait until its endpoint is enabled; one that has been meanwhile is not waited for.</summary>
    public async Task ParkAsync(DueDelivery delivery, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with disabled as (
                select from callback_endpoints where client is not distinct from {delivery.Client} and url = {delivery.Url} and disabled_at is not null for share)
            update deliveries set attempt = attempt - 1, sending_until = null, next_attempt_at = case when exists (table disabled) then 'infinity' else next_attempt_at end
            where id = {delivery.Id} and attempt = {delivery.Attempt}
            """,
            cancellationToken);
    }

    /// <summary>Writes how an attempt ended: the attempt, what becomes of the delivery, and what is known of the endpoint, together.</summary>
    /// <returns>How long to wait before the next attempt; null when there is none.</returns>
    public async Task<TimeSpan?> EndAsync(DueDelivery delivery, DateTimeOffset at, AttemptResult result, CancellationToken cancellationToken)
    {
        if (result.Outcome == DeliveryOutcome.Delivered)
        {
            await SucceedAsync(delivery, at, result, cancellationToken);
            return null;
        }

        var wait = result.NextAfter(delivery.Attempt, delivery.WasRepeatedAtOnce, options);
        await FailAsync(delivery, at, result, wait, cancellationToken);
        return wait;
    }

    private async Task SucceedAsync(DueDelivery delivery, DateTimeOffset at, AttemptResult result, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with noted as (
                insert into delivery_attempts (delivery_id, at, outcome, status_code, detail, duration_ms)
                select {delivery.Id}, {at}, 'delivered', {result.StatusCode}, {result.Detail}, {(int)result.Duration.TotalMilliseconds}
                where exists (select from deliveries where id = {delivery.Id})),
            recovered as (
                update callback_endpoints set failing_since = null
                where failing_since is not null and client is not distinct from {delivery.Client} and url = {delivery.Url})
            update deliveries set state = 'delivered', sending_until = null, finished_at = {time.GetUtcNow()} where id = {delivery.Id}
            """,
            cancellationToken);
    }

    private async Task FailAsync(DueDelivery delivery, DateTimeOffset at, AttemptResult result, TimeSpan? wait, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = now + wait;
        var isGone = result.Outcome == DeliveryOutcome.Gone;
        var reason = result.StatusCode is { } status ? $"It answered {status}." : result.Detail;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with noted as (
                insert into delivery_attempts (delivery_id, at, outcome, status_code, detail, duration_ms)
                select {delivery.Id}, {at}, {EnumWord.Of(result.Outcome)}, {result.StatusCode}, {result.Detail}, {(int)result.Duration.TotalMilliseconds}
                where exists (select from deliveries where id = {delivery.Id})),
            endpoint as (
                insert into callback_endpoints (client, url, failing_since, disabled_at, reason)
                select {delivery.Client}, {delivery.Url}, {now}, {(isGone ? now : (DateTimeOffset?)null)}, {reason} where {result.Outcome != DeliveryOutcome.Fault}
                on conflict (client, url) do update set
                    failing_since = coalesce(callback_endpoints.failing_since, excluded.failing_since),
                    disabled_at = coalesce(callback_endpoints.disabled_at, case when {isGone} or callback_endpoints.failing_since <= {now - options.DisableAfter} then {now} end),
                    reason = excluded.reason)
            update deliveries set sending_until = null,
                state = case when {next is null} then 'failed' else state end,
                finished_at = case when {next is null} then {now} end,
                next_attempt_at = coalesce({next}, next_attempt_at),
                was_repeated_at_once = was_repeated_at_once or {result.IsRepeatedAtOnce(delivery.Attempt)}
            where id = {delivery.Id} and attempt = {delivery.Attempt} and state = 'waiting'
            """,
            cancellationToken);
    }
}
