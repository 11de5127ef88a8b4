using System.Linq.Expressions;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace AsrService.Data.Queue;

/// <summary>The workers' writes, each one fenced.</summary>
internal sealed class JobLeases(IDbContextFactory<AsrDbContext> contexts, TimeProvider time) : IJobLeases
{
    public async Task<JobLease?> StartAsync(Guid jobId, string owner, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The new token fences off an earlier holder that is still alive: from here on its writes match no row.
        var started = await db.Database.SqlQuery<Started>(
            $"""
            update jobs
            set state = 'fetching', progress = 0, attempt = attempt + 1, fencing_token = fencing_token + 1,
                owner = {owner}, started_at = {time.GetUtcNow()}
            where id = {jobId} and state in ('queued', 'fetching', 'transcribing')
            returning fencing_token as "FencingToken", attempt as "Attempt", audio_key as "AudioKey",
                options::text as "Options"
            """).ToListAsync(cancellationToken);
        if (started is not [var row])
            return null;

        var options = row.Options is null ? new TranscriptionOptions() : JsonColumn.Read<TranscriptionOptions>(row.Options);
        return new JobLease(jobId, row.FencingToken, row.Attempt, row.AudioKey, options);
    }

    public Task<bool> ReportAsync(JobLease lease, double progress, CancellationToken cancellationToken) =>
        UpdateAsync(lease, set => set.SetProperty(j => j.State, JobState.Transcribing).SetProperty(j => j.Progress, progress), cancellationToken);

    public async Task<bool> CompleteAsync(JobLease lease, Transcript transcript, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await UpdateAsync(db, lease, set => End(set, JobState.Done).SetProperty(j => j.Progress, 1), cancellationToken))
            return false;

        db.Transcripts.Add(new TranscriptRow
        {
            JobId = lease.JobId,
            Text = transcript.Text,
            Language = transcript.Language,
            LanguageProbability = transcript.LanguageProbability,
            DurationSeconds = transcript.DurationSeconds,
            Segments = transcript.Segments,
        });
        await db.SaveChangesAsync(cancellationToken);

        // Exactly once: the row's state and its only transcript are committed together, under the current token.
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public Task<bool> FailAsync(JobLease lease, string error, CancellationToken cancellationToken) =>
        UpdateAsync(lease, set => End(set, JobState.Failed).SetProperty(j => j.Error, error), cancellationToken);

    public Task<bool> ReleaseAsync(JobLease lease, CancellationToken cancellationToken) =>
        UpdateAsync(
            lease,
            set => set
                .SetProperty(j => j.State, JobState.Queued)
                .SetProperty(j => j.Progress, 0)
                .SetProperty(j => j.Attempt, j => j.Attempt - 1)
                .SetProperty(j => j.Owner, (string?)null),
            cancellationToken);

    private UpdateSettersBuilder<JobRow> End(UpdateSettersBuilder<JobRow> set, JobState state) =>
        set.SetProperty(j => j.State, state).SetProperty(j => j.Owner, (string?)null).SetProperty(j => j.FinishedAt, time.GetUtcNow());

    private async Task<bool> UpdateAsync(JobLease lease, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await UpdateAsync(db, lease, set, cancellationToken);
    }

    private static async Task<bool> UpdateAsync(
        AsrDbContext db, JobLease lease, Action<UpdateSettersBuilder<JobRow>> set, CancellationToken cancellationToken) =>
        await db.Jobs.Where(Holds(lease)).ExecuteUpdateAsync(set, cancellationToken) == 1;

    private static Expression<Func<JobRow, bool>> Holds(JobLease lease) =>
        j => j.Id == lease.JobId
            && j.FencingToken == lease.FencingToken
            && (j.State == JobState.Fetching || j.State == JobState.Transcribing);

    private sealed record Started(long FencingToken, int Attempt, string AudioKey, string? Options);
}
