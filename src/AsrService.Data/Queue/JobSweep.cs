using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>
/// Puts back into the queue what belongs there: jobs whose worker is not heard of any more, those whose next attempt is
/// due, and waiting ones that Quartz knows nothing of. Every worker node does so; what one has done the next finds done.
/// </summary>
internal sealed class JobSweep(
    IDbContextFactory<AsrDbContext> contexts, ISchedulerFactory schedulers, JobTriggers triggers, RetryOptions retries, AsrMetrics metrics, TimeProvider time, ILogger<JobSweep> log)
    : BackgroundService
{
    private const int Batch = 500;
    private const int MaxLosses = 2;
    private const string Quarantine = "The recording took the server down twice and is not tried again by itself.";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var answeringSince = (long?)null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // When the database comes back, workers that live must be given the time to renew what they hold.
                answeringSince ??= time.GetTimestamp();
                if (time.GetElapsedTime(answeringSince.Value) >= JobLease.Duration)
                    await TakeFromTheDeadAsync(stoppingToken);
                await ScheduleAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                answeringSince = null;
                log.LogWarning("The queue could not be looked through: {Reason}", exception.GetBaseException().Message);
            }
        }
    }

    private async Task TakeFromTheDeadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // A worker that comes back from the dead finds the state changed, and after the next start the token as well.
        var lost = await db.Database.SqlQuery<Lost>(
            $"""
            with expired as (
                select id, owner from jobs
                where lease_until < now() and state in ('fetching', 'transcribing')
                for update skip locked),
            lost as (
                update jobs
                set losses = losses + 1, progress = 0, owner = null, lease_until = null,
                    state = case when losses + 1 >= {MaxLosses} then 'quarantined' when attempt >= {retries.MaxAttempts} then 'failed' else 'queued' end,
                    failure = case when losses + 1 >= {MaxLosses} or attempt >= {retries.MaxAttempts} then {EnumWord.Of(JobFailure.Server)} end,
                    error = case when losses + 1 >= {MaxLosses} then {Quarantine}
                        when attempt >= {retries.MaxAttempts} then {"The recording could not be transcribed: its last attempt was broken off."} end,
                    finished_at = case when losses + 1 >= {MaxLosses} or attempt >= {retries.MaxAttempts} then now() end
                from expired where jobs.id = expired.id
                returning jobs.id, fencing_token, state, expired.owner as node),
            noted as (
                update job_attempts set ended_at = now(), outcome = 'lost', error = 'The worker was not heard of any more.'
                from lost where job_id = lost.id and start = fencing_token)
            select id as "Id", node as "Node", state as "State" from lost
            """).ToListAsync(cancellationToken);
        metrics.Lost(lost.Count);
        foreach (var job in lost)
        {
            if (Enum.Parse<JobState>(job.State, ignoreCase: true) is var state && state.IsFinal())
                metrics.Ended(state, JobFailure.Server, 1);
            using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = job.Id });
            log.LogWarning("{Node} was not heard of for {Lease}; the job is now {State}", job.Node, JobLease.Duration, job.State);
        }
    }

    private async Task ScheduleAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await db.Database.SqlQuery<Waiting>(
            $"""
            with due as (
                update jobs set state = 'queued', retry_at = null
                where state = 'retrying' and retry_at <= now()
                returning id, client, queue_key)
            select id as "Id", client as "Client", queue_key as "QueueKey" from due
            union all
            (select id, client, queue_key from jobs
            where state = 'queued' and not exists (
                select from qrtz_triggers
                where sched_name = {QueueServiceCollectionExtensions.SchedulerName} and trigger_group = {TranscribeJob.Key.Name}
                    and trigger_name = replace(jobs.id::text, '-', '') and trigger_state <> 'ERROR')
            limit {Batch})
            """).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return;

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in waiting)
        {
            // Another node may have been first, or the trigger is there and in error.
            await scheduler.ScheduleJob(triggers.For(job.Id, job.Client, job.QueueKey), ScheduleJobOptions.Replacing, cancellationToken);
        }

        log.LogInformation("{Count} waiting jobs are scheduled again", waiting.Count);
    }

    private sealed record Lost(Guid Id, string? Node, string State);

    private sealed record Waiting(Guid Id, string? Client, DateTimeOffset QueueKey);
}
