using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;
using AsrService.Data.Model;
using AsrService.Data.Storage;
using AsrService.Data.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AsrService.Data.Queue;

/// <summary>Removes what has expired, and audio that belongs to nothing; Quartz runs it on one node at a time.</summary>
[DisallowConcurrentExecution]
internal sealed class RetentionJob(
    IDbContextFactory<AsrDbContext> contexts, IAudioStore audio, RetentionOptions options, CallbackOptions callbacks, TimeProvider time, ILogger<RetentionJob> log) : IJob
{
    private const int Batch = 500;

    public static readonly JobKey Key = new("retention");

    // An upload is stored before its job is committed, which takes a blink; a clock may be off by more.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromHours(1);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var results = await RepeatAsync(ResultsAsync);
        var recordings = await RepeatAsync(RecordingsAsync);
        var uploads = await RepeatAsync(UploadsAsync);
        await RepeatAsync(DeliveriesAsync);
        await RepeatAsync(ChunksAsync);
        var orphans = await OrphansAsync(now - OrphanAge, cancellationToken);
        if (results + recordings + uploads + orphans > 0)
        {
            log.LogInformation(
                "Removed: {Results} expired jobs, {Recordings} expired recordings, {Uploads} expired files of users, {Orphans} recordings that belong to nothing",
                results, recordings, uploads, orphans);
        }

        async Task<int> RepeatAsync(Func<DateTimeOffset, CancellationToken, Task<int>> remove)
        {
            var (sum, removed) = (0, 0);
            do
                sum += removed = await remove(now, cancellationToken);
            while (removed == Batch);
            return sum;
        }
    }

    private async Task<int> ResultsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.Database.SqlQuery<string>(
            $"""
            delete from jobs
            where id in (select id from jobs where finished_at < {now - options.Results} limit {Batch})
            returning coalesce(audio_key, '') as "Value"
            """).ToListAsync(cancellationToken);

        // After the rows: what a crash leaves here has no job and is swept below.
        await RemoveUnusedAsync(db, keys, cancellationToken);
        return keys.Count;
    }

    private async Task<int> UploadsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = await db.Database.SqlQuery<string>(
            $"""
            delete from uploads
            where id in (select id from uploads where uploaded_at < {now - options.Uploads - UploadStore.Grace} limit {Batch})
            returning audio_key as "Value"
            """).ToListAsync(cancellationToken);
        await RemoveUnusedAsync(db, keys, cancellationToken);
        return keys.Count;
    }

    private async Task<int> RemoveUnusedAsync(AsrDbContext db, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var unused = await AudioUse.UnusedAsync(db, [.. keys.Where(key => key.Length > 0)], cancellationToken);
        foreach (var key in unused)
            await audio.DeleteAsync(key, cancellationToken);
        return unused.Count;
    }

    private async Task<int> DeliveriesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"delete from deliveries where id in (select id from deliveries where finished_at < {now - callbacks.KeepFor} limit {Batch})", cancellationToken);
    }

    private async Task<int> RecordingsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var expired = await db.Jobs
            .Where(j => j.FinishedAt < now - options.Audio && j.AudioDeletedAt == null && j.AudioKey != null)
            .OrderBy(j => j.FinishedAt)
            .Select(j => new { j.Id, AudioKey = j.AudioKey! })
            .Take(Batch)
            .ToListAsync(cancellationToken);

        // Marked first, so that a retry by hand cannot start on audio that is about to go.
        var ids = expired.Select(job => job.Id).ToList();
        await db.Jobs.Where(j => ids.Contains(j.Id) && j.FinishedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.AudioDeletedAt, now), cancellationToken);
        await RemoveUnusedAsync(db, [.. expired.Select(job => job.AudioKey)], cancellationToken);
        return expired.Count;
    }

    // Of sessions whose jobs ended before they had made a recording of them.
    private async Task<int> ChunksAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var expired = await db.Database.SqlQuery<Guid>(
            $"""
            with expired as (
                update jobs set audio_deleted_at = {now}
                where id in (
                    select job_id from sessions join jobs as ended on ended.id = job_id
                    where ended.finished_at < {now - options.Audio} and ended.audio_key is null and ended.audio_deleted_at is null limit {Batch})
                returning id),
            removed as (delete from session_chunks using expired where session_id = expired.id)
            select id as "Value" from expired
            """).ToListAsync(cancellationToken);
        return expired.Count;
    }

    private async Task<int> OrphansAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var keys in OldKeysAsync(before, cancellationToken))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            removed += await RemoveUnusedAsync(db, keys, cancellationToken);
        }

        return removed;
    }

    private async IAsyncEnumerable<List<string>> OldKeysAsync(
        DateTimeOffset before, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = new List<string>(Batch);
        await foreach (var blob in audio.ListAsync(cancellationToken))
        {
            if (blob.WrittenAt >= before)
                continue;

            keys.Add(blob.Key);
            if (keys.Count < Batch)
                continue;

            yield return keys;
            keys = new List<string>(Batch);
        }

        if (keys.Count > 0)
            yield return keys;
    }
}
