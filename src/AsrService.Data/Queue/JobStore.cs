using System.Globalization;
using System.Linq.Expressions;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Telemetry;
using AsrService.Data.Clients;
using AsrService.Data.Model;
using AsrService.Data.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Jobs in PostgreSQL, with Quartz's triggers committed beside them.</summary>
internal sealed class JobStore(
    IDbContextFactory<AsrDbContext> contexts, ISchedulerFactory schedulers, JobTriggers triggers, QueuePace pace, QueueOptions queue, AsrMetrics metrics, TimeProvider time,
    ILogger<JobStore> log)
    : IJobStore
{
    private static readonly TimeSpan IdempotencyWindow = TimeSpan.FromHours(24);
    private static readonly TranscriptionOptions Nothing = new();

    public async Task<bool> IsFullAsync(int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.Where(j => j.State == JobState.Queued && j.Shard == queue.Shard).Take(limit).CountAsync(cancellationToken) == limit;
    }

    public async Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio? audio, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await InsertAsync(job, audio, cancellationToken);
            }
            catch (DbUpdateException exception) when (AsrDbContext.IsViolationOf(exception, AsrDbContext.ExternalIdIndex))
            {
                // Another node gave the same id in the same microsecond, and the next one is free; or the client chose one that it has used.
                if (job.HasChosenId)
                    return await FindRepeatedAsync(job, audio, cancellationToken) ?? await FindChosenAsync(job, cancellationToken);
            }
            catch (DbUpdateException exception) when (AsrDbContext.IsViolationOf(exception, AsrDbContext.IdempotencyIndex))
            {
                if (await FindRepeatedAsync(job, audio, cancellationToken) is { } repeated)
                    return repeated;
            }
        }
    }

    public async Task<ClientUsage> UsageAsync(string client, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ClientUsages.ReadAsync(db.Database, client, cancellationToken);
    }

    public Task<Job?> FindAsync(string protocol, string externalId, JobScope scope, CancellationToken cancellationToken) =>
        FindAsync(j => j.Protocol == protocol && j.ExternalId == externalId, scope, cancellationToken);

    public async Task<Job?> FindAsync(string id, JobScope scope, CancellationToken cancellationToken) =>
        (Guid.TryParse(id, out var internalId) ? await FindAsync(internalId, scope, cancellationToken) : null)

        // The protocols are named because the index begins with them.
        ?? await FindAsync(j => Protocols.All.Contains(j.Protocol) && j.ExternalId == id, scope, cancellationToken);

    public Task<Job?> FindAsync(Guid id, JobScope scope, CancellationToken cancellationToken) => FindAsync(j => j.Id == id, scope, cancellationToken);

    public Task<Job?> FindTranscribedAsync(string fileId, JobScope scope, CancellationToken cancellationToken) =>
        FindAsync(j => j.FileId == fileId && j.State == JobState.Done, scope, cancellationToken);

    public async Task<IReadOnlyList<JobAttempt>> AttemptsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Attempts.Where(a => a.JobId == id).OrderBy(a => a.Start)
            .Select(a => new JobAttempt(a.Start, a.Node, a.StartedAt, a.EndedAt, a.Outcome, a.Error))
            .ToListAsync(cancellationToken);
    }

    public async Task WatchAsync(Guid id, JobScope scope, TimeSpan span, CancellationToken cancellationToken)
    {
        // Nobody waits for the disk: whoever watches looks by themselves as well.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with hasty as materialized (select set_config('synchronous_commit', 'off', true))
            update jobs set watched_until = now() + {span}
            from hasty where id = {id} and finished_at is null and ({scope.IsEverything} or client is not distinct from {scope.Client})
            """,
            cancellationToken);
    }

    public async Task<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobScope scope, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Jobs.AsNoTracking().Matching(filter, scope, before).Take(limit).Select(job => new { Row = job, job.Transcript!.Language }).ToListAsync(cancellationToken);
        return [.. found.Select(each => Of(each.Row, each.Language))];
    }

    public async Task<IReadOnlyList<Guid>> IdsAsync(JobFilter filter, JobScope scope, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.Matching(filter, scope, before).Take(limit).Select(job => job.Id).ToListAsync(cancellationToken);
    }

    public async Task<StoredAudio?> FindAudioAsync(Guid id, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.In(scope).Where(job => job.Id == id && job.AudioKey != null && job.AudioDeletedAt == null)
            .Select(job => new StoredAudio(job.AudioKey!, job.AudioBytes!.Value, job.AudioSha256!)).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<int> CancelAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken)
    {
        // A worker that runs one learns so from its next renewal; nothing that it writes is accepted from here on.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cancelled = await db.Database.SqlQuery<Guid>(
            $"""
            with ended as (
                update jobs set state = 'cancelled', error = 'The job was cancelled.', partial_text = null, owner = null, lease_until = null, retry_at = null, finished_at = now()
                where id = any({ids}) and state in ('queued', 'fetching', 'transcribing', 'retrying') and ({scope.IsEverything} or client is not distinct from {scope.Client})
                returning id),
            noted as (
                update job_attempts set ended_at = now(), outcome = 'cancelled' where job_id in (select id from ended) and outcome = 'running')
            select id as "Value" from ended
            """).ToListAsync(cancellationToken);
        metrics.Ended(JobState.Cancelled, null, cancelled.Count);
        return cancelled.Count;
    }

    public async Task<int> RetryAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await QueueAgainAsync(ids, scope, cancellationToken);
            }
            catch (Exception exception) when (exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
            {
                // Quartz was just removing the trigger of the last run, in another order. It went on; all of ours is rolled back.
            }
        }
    }

    public async Task<DeletedJobs> DeleteAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.Database.SqlQuery<string>(
            $"""
            delete from jobs where id = any({ids}) and ({scope.IsEverything} or client is not distinct from {scope.Client})
            returning coalesce(audio_key, '') as "Value"
            """).ToListAsync(cancellationToken);
        log.LogInformation("Deleted {Count} jobs: {Ids}", keys.Count, ids);
        return new(keys.Count, await AudioUse.UnusedAsync(db, [.. keys.Where(key => key.Length > 0)], CancellationToken.None));
    }

    /// <summary>Writes a job's row in a transaction that <see cref="CommitAsync"/> is to commit.</summary>
    public async Task<JobRow> AddAsync(AsrDbContext db, Guid id, string externalId, NewJob job, StoredAudio? audio, CancellationToken cancellationToken)
    {
        using var span = AsrTraces.Submit(id, job, out var traceContext);
        var now = time.GetUtcNow();
        var last = await db.Jobs
            .Where(j => j.State == JobState.Queued && j.Shard == queue.Shard && j.Priority == job.Priority && j.Client == job.Client)
            .MaxAsync(j => (DateTimeOffset?)j.QueueKey, cancellationToken);
        var row = new JobRow
        {
            Id = id,
            Protocol = job.Protocol,
            ExternalId = externalId,
            Client = job.Client,
            Priority = job.Priority,
            Shard = queue.Shard,
            QueueKey = QueueKey.Next(job.Priority, now, last),
            State = JobState.Queued,
            CreatedAt = now,
            AudioKey = audio?.Key,
            AudioBytes = audio?.Bytes,
            AudioSha256 = audio?.Sha256,
            AudioUrl = job.AudioUrl?.AbsoluteUri,
            FileId = job.File?.Id,
            CallbackUrl = job.CallbackUrl?.AbsoluteUri,
            TraceContext = traceContext,
            BusinessData = job.BusinessData,
            IdempotencyKey = job.IdempotencyKey,
            Options = job.Options == Nothing ? null : job.Options,
        };
        db.Jobs.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return row;
    }

    /// <summary>Gives a job its place in the queue, and commits the transaction.</summary>
    public async Task CommitAsync(AsrDbContext db, IDbContextTransaction transaction, JobRow row, CancellationToken cancellationToken)
    {
        using (QueueLocks.ForNew())
            await ScheduleAsync(db, transaction, triggers.For(row.Id, row.Client, row.QueueKey), cancellationToken);

        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = row.Id });
        log.LogInformation("Accepted as {Protocol} {ExternalId}, {Bytes} bytes", row.Protocol, row.ExternalId, row.AudioBytes?.ToString(CultureInfo.InvariantCulture) ?? "unknown");
    }

    private async Task<Job?> FindAsync(Expression<Func<JobRow, bool>> isWanted, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Jobs.AsNoTracking().Include(j => j.Transcript).Where(isWanted).In(scope).OrderByDescending(j => j.CreatedAt).FirstOrDefaultAsync(cancellationToken) is not { } row)
            return null;

        var job = Of(row, row.Transcript?.Language);
        if (job.State == JobState.Queued)
            job = job with { QueuePosition = 1 + await db.Jobs.CountAsync(other => other.State == JobState.Queued && other.Shard == row.Shard && other.QueueKey < row.QueueKey, cancellationToken) };
        return job.State.IsFinal() ? job : job with { EstimatedSeconds = await pace.EstimateAsync(job, row.Shard, cancellationToken) };
    }

    private static Job Of(JobRow row, string? language) => new()
    {
        Id = row.Id,
        Protocol = row.Protocol,
        ExternalId = row.ExternalId,
        Client = row.Client,
        Priority = row.Priority,
        Options = row.Options ?? Nothing,
        State = row.State,
        Progress = row.Progress,

        // What an attempt that has ended heard is not what the next one hears.
        PartialText = row.State == JobState.Transcribing ? row.PartialText : null,
        QueuePosition = 0,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        AudioSeconds = row.AudioSeconds,
        Error = row.Error,
        Failure = row.Failure,
        TraceContext = row.TraceContext,
        BusinessData = row.BusinessData,
        FileId = row.FileId,
        HasRecording = row.AudioKey is not null,
        Language = language,
        Transcript = row.Transcript is { } transcript
            ? new(transcript.Text, transcript.Language, transcript.DurationSeconds, transcript.Segments, transcript.LanguageProbability)
            : null,
    };

    private async Task<SubmitResult> InsertAsync(NewJob job, StoredAudio? audio, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (job.IdempotencyKey is not null)
        {
            await db.Jobs
                .Where(j => j.Protocol == job.Protocol && j.Client == job.Client && j.IdempotencyKey == job.IdempotencyKey && j.CreatedAt < now - IdempotencyWindow)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.IdempotencyKey, (string?)null), cancellationToken);
        }

        var externalId = job.NextExternalId();
        if (job.HasChosenId && await IsOfOpenSessionAsync(db, job, externalId, cancellationToken))
            return new SubmitResult.IdTaken();

        var row = await AddAsync(db, Guid.CreateVersion7(now), externalId, job, audio, cancellationToken);
        await CommitAsync(db, transaction, row, cancellationToken);
        return new SubmitResult.Accepted(row.ExternalId);
    }

    // A session that is closed is a job, which the index knows.
    private static Task<bool> IsOfOpenSessionAsync(AsrDbContext db, NewJob job, string externalId, CancellationToken cancellationToken) =>
        db.Sessions.AnyAsync(s => s.Protocol == job.Protocol && s.ExternalId == externalId && s.Client == job.Client && s.ClosedAt == null, cancellationToken);

    // Null when there is no key, or the job with it has been deleted in the meantime.
    private async Task<SubmitResult?> FindRepeatedAsync(NewJob job, StoredAudio? audio, CancellationToken cancellationToken)
    {
        if (job.IdempotencyKey is null)
            return null;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var earlier = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(
            j => j.Protocol == job.Protocol && j.Client == job.Client && j.IdempotencyKey == job.IdempotencyKey, cancellationToken);
        if (earlier is null)
            return null;

        var isSame = job.AudioUrl is { } url ? earlier.AudioUrl == url.AbsoluteUri : earlier.AudioSha256.AsSpan().SequenceEqual(audio?.Sha256);
        return isSame && (earlier.Options ?? Nothing) == job.Options
            ? new SubmitResult.Repeated(earlier.ExternalId)
            : new SubmitResult.KeyReused();
    }

    // Whoever has a URL wants its result pushed, so that equal URLs are also equal ways.
    private async Task<SubmitResult> FindChosenAsync(NewJob job, CancellationToken cancellationToken)
    {
        if (!job.IsRepeatable)
            return new SubmitResult.IdTaken();

        var (id, url, callback) = (job.NextExternalId(), job.AudioUrl?.AbsoluteUri, job.CallbackUrl?.AbsoluteUri);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isSame = await db.Jobs.AnyAsync(
            j => j.Protocol == job.Protocol && j.Client == job.Client && j.ExternalId == id && j.AudioUrl == url && j.CallbackUrl == callback && j.BusinessData == job.BusinessData,
            cancellationToken);
        return isSame ? new SubmitResult.Repeated(id) : new SubmitResult.IdTaken();
    }

    private async Task<int> QueueAgainAsync(IReadOnlyCollection<Guid> ids, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var again = await db.Database.SqlQuery<Waiting>(
            $"""
            with again as (
                update jobs set state = 'queued', attempt = 0, losses = 0, progress = 0, failure = null, error = null, finished_at = null
                where id = any({ids}) and state in ('failed', 'cancelled', 'quarantined') and audio_deleted_at is null
                    and ({scope.IsEverything} or client is not distinct from {scope.Client})
                returning id, client, queue_key, shard),
            obsolete as (delete from deliveries using again where job_id = again.id and deliveries.state = 'waiting')
            select id as "Id", client as "Client", queue_key as "QueueKey", shard as "Shard" from again
            """).ToListAsync(cancellationToken);
        if (again is [var job] && job.Shard == queue.Shard)
            await ScheduleAsync(db, transaction, triggers.For(job.Id, job.Client, job.QueueKey), cancellationToken);
        else
            // A trigger costs some ten statements: the workers' sweep gives many jobs theirs within seconds, and only workers of the shard can.
            await transaction.CommitAsync(CancellationToken.None);
        return again.Count;
    }

    private async Task ScheduleAsync(AsrDbContext db, IDbContextTransaction transaction, ITrigger trigger, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        using var enlisted = scheduler.EnlistTransaction(transaction.GetDbTransaction());
        await scheduler.ScheduleJob(trigger, ScheduleJobOptions.Replacing, cancellationToken);
        try
        {
            // From here the job cannot be lost: its audio is on disk, and its row and its trigger are committed together.
            // Not with the request's token: a caller who hangs up now must not leave the outcome open.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            throw new UncertainCommitException(exception);
        }

        try
        {
            await QueueBell.RingAsync(db.Database, queue.Shard, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The job is there, and is found without it.
            log.LogDebug(exception, "Nobody was rung for");
        }
    }

    private sealed record Waiting(Guid Id, string? Client, DateTimeOffset QueueKey, string Shard);
}
