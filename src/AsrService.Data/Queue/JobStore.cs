using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Jobs in PostgreSQL, with Quartz's triggers committed beside them.</summary>
internal sealed class JobStore(
    IDbContextFactory<AsrDbContext> contexts, ISchedulerFactory schedulers, TimeProvider time, ILogger<JobStore> log) : IJobStore
{
    private static readonly TimeSpan IdempotencyWindow = TimeSpan.FromHours(24);
    private static readonly TranscriptionOptions Nothing = new();

    public async Task<SubmitResult> SubmitAsync(NewJob job, StoredAudio audio, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await InsertAsync(job, audio, cancellationToken);
            }
            catch (DbUpdateException exception) when (IsViolationOf(exception, AsrDbContext.ExternalIdIndex))
            {
                // Another node gave the same id in the same microsecond; the next one is free.
            }
            catch (DbUpdateException exception) when (IsViolationOf(exception, AsrDbContext.IdempotencyIndex))
            {
                if (await FindRepeatedAsync(job, audio, cancellationToken) is { } repeated)
                    return repeated;
            }
        }
    }

    public async Task<Job?> FindAsync(string protocol, string externalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Jobs.AsNoTracking()
            .Where(j => j.Protocol == protocol && j.ExternalId == externalId)
            .Select(j => new Job
            {
                Id = j.Id,
                Protocol = j.Protocol,
                ExternalId = j.ExternalId,
                State = j.State,
                Progress = j.Progress,
                QueuePosition = j.State == JobState.Queued
                    ? 1 + db.Jobs.Count(other => other.State == JobState.Queued && other.CreatedAt < j.CreatedAt)
                    : 0,
                Error = j.Error,
                Transcript = j.Transcript == null
                    ? null
                    : new Transcript(
                        j.Transcript.Text,
                        j.Transcript.Language,
                        j.Transcript.DurationSeconds,
                        j.Transcript.Segments,
                        j.Transcript.LanguageProbability),
            })
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<string?> DeleteAsync(string protocol, string externalId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var deleted = await db.Database.SqlQuery<Deleted>(
            $"""
            delete from jobs where protocol = {protocol} and external_id = {externalId}
            returning id as "Id", audio_key as "AudioKey"
            """).ToListAsync(cancellationToken);
        if (deleted is not [var job])
            return null;

        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = job.Id });
        log.LogInformation("Deleted: {Protocol} {ExternalId}", protocol, externalId);
        return job.AudioKey;
    }

    private async Task<SubmitResult> InsertAsync(NewJob job, StoredAudio audio, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (job.IdempotencyKey is not null)
        {
            await db.Jobs
                .Where(j => j.Protocol == job.Protocol && j.IdempotencyKey == job.IdempotencyKey && j.CreatedAt < now - IdempotencyWindow)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.IdempotencyKey, (string?)null), cancellationToken);
        }

        var row = new JobRow
        {
            Id = Guid.CreateVersion7(now),
            Protocol = job.Protocol,
            ExternalId = job.NextExternalId(),
            State = JobState.Queued,
            CreatedAt = now,
            AudioKey = audio.Key,
            AudioBytes = audio.Bytes,
            AudioSha256 = audio.Sha256,
            IdempotencyKey = job.IdempotencyKey,
            Options = job.Options == Nothing ? null : job.Options,
        };
        db.Jobs.Add(row);
        await db.SaveChangesAsync(cancellationToken);

        using (scheduler.EnlistTransaction(transaction.GetDbTransaction()))
        {
            await scheduler.ScheduleJob(TriggerFor(row.Id, now), cancellationToken: cancellationToken);
            await CommitAsync(transaction);
        }

        using var scope = log.BeginScope(new Dictionary<string, object> { ["JobId"] = row.Id });
        log.LogInformation("Accepted as {Protocol} {ExternalId}, {Bytes} bytes", row.Protocol, row.ExternalId, row.AudioBytes);
        return new SubmitResult.Accepted(row.ExternalId);
    }

    // Null when the job with that key has been deleted in the meantime.
    private async Task<SubmitResult?> FindRepeatedAsync(NewJob job, StoredAudio audio, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var earlier = await db.Jobs.AsNoTracking().SingleOrDefaultAsync(
            j => j.Protocol == job.Protocol && j.IdempotencyKey == job.IdempotencyKey, cancellationToken);
        if (earlier is null)
            return null;

        return earlier.AudioSha256.AsSpan().SequenceEqual(audio.Sha256) && (earlier.Options ?? Nothing) == job.Options
            ? new SubmitResult.Repeated(earlier.ExternalId)
            : new SubmitResult.KeyReused();
    }

    private static async Task CommitAsync(IDbContextTransaction transaction)
    {
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
    }

    private ITrigger TriggerFor(Guid jobId, DateTimeOffset now) =>
        TriggerBuilder.Create(time)
            .WithIdentity(jobId.ToString("N"), TranscribeJob.Key.Name)
            .ForJob(TranscribeJob.Key)
            .WithExecutionGroup(TranscribeJob.ExecutionGroup)
            .UsingJobData(TranscribeJob.JobId, jobId.ToString())
            .StartAt(now)

            // Any other instruction moves a waiting trigger's time when the queue is long, and with it its place.
            .WithSchedule(SimpleScheduleBuilder.Create().WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
            .WithRetryPolicy(TranscribeJob.StoreRetries)
            .Build();

    private static bool IsViolationOf(DbUpdateException exception, string index) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } postgres && postgres.ConstraintName == index;

    private sealed record Deleted(Guid Id, string AudioKey);
}
