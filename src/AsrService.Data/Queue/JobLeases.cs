using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Queue;

/// <summary>The workers' writes, each one fenced. Leases count by the database's clock, the only one that all nodes share.</summary>
internal sealed class JobLeases(IDbContextFactory<AsrDbContext> contexts) : IJobLeases
{
    public async Task<JobLease?> StartAsync(Guid jobId, string node, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // The new token fences off an earlier holder that is still alive: from here on its writes match no row.
        var started = await db.Database.SqlQuery<Started>(
            $"""
            with started as (
                update jobs
                set state = 'fetching', progress = 0, partial_text = null, attempt = attempt + 1, fencing_token = fencing_token + 1,
                    owner = {node}, started_at = now(), lease_until = now() + {JobLease.Duration}
                where id = {jobId} and state = 'queued'
                returning id, fencing_token, attempt, audio_key, audio_bytes, audio_sha256, audio_url, options, protocol, client, priority, trace_context, created_at),
            noted as (
                insert into job_attempts (job_id, start, node, started_at, outcome)
                select id, fencing_token, {node}, now(), 'running' from started)
            select fencing_token as "FencingToken", attempt as "Attempt", audio_key as "AudioKey", audio_bytes as "AudioBytes",
                audio_sha256 as "AudioSha256", audio_url as "AudioUrl", options::text as "Options",
                protocol as "Protocol", client as "Client", priority as "Priority", trace_context as "TraceContext", now() - created_at as "Age",
                (select is_live from sessions where sessions.id = started.id) as "IsLive"
            from started
            """).ToListAsync(cancellationToken);
        if (started is not [var row])
            return null;

        var options = row.Options is null ? new TranscriptionOptions() : JsonColumn.Read<TranscriptionOptions>(row.Options);
        var audio = row.AudioKey is null ? null : new StoredAudio(row.AudioKey, row.AudioBytes!.Value, row.AudioSha256!);
        return new JobLease(jobId, row.FencingToken, row.Attempt, audio, row.AudioUrl is null ? null : new Uri(row.AudioUrl), options)
        {
            Origin = new(row.Protocol, row.Client, Enum.Parse<JobPriority>(row.Priority, ignoreCase: true), row.TraceContext, row.Age),
            IsLive = row.IsLive,
        };
    }

    public async Task<IReadOnlyList<JobLease>> RenewAsync(IReadOnlyCollection<JobLease> leases, CancellationToken cancellationToken)
    {
        var ids = leases.Select(lease => lease.JobId).ToArray();
        var tokens = leases.Select(lease => lease.FencingToken).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var renewed = await db.Database.SqlQuery<Renewed>(
            $"""
            update jobs set lease_until = now() + {JobLease.Duration}
            from unnest({ids}, {tokens}) as held(id, token)
            where jobs.id = held.id and fencing_token = held.token and state in ('fetching', 'transcribing')
            returning jobs.id as "JobId", fencing_token as "FencingToken"
            """).ToListAsync(cancellationToken);
        return [.. leases.Where(lease => !renewed.Contains(new Renewed(lease.JobId, lease.FencingToken)))];
    }

    public async Task<bool> KeepAudioAsync(JobLease lease, StoredAudio audio, CancellationToken cancellationToken)
    {
        // The chunks of a session are one recording now.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<Guid>(
            $"""
            with kept as (
                update jobs set audio_key = {audio.Key}, audio_bytes = {audio.Bytes}, audio_sha256 = {audio.Sha256}
                where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
                returning id),
            chunks as (delete from session_chunks using kept where session_id = kept.id)
            select id as "Value" from kept
            """).ToListAsync(cancellationToken) is [_];
    }

    public async Task<bool> ReportAsync(JobLease lease, TranscriptionProgress progress, double? audioSeconds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            update jobs set state = 'transcribing', progress = {progress.Share}, partial_text = {progress.Text}, audio_seconds = coalesce({audioSeconds}, audio_seconds)
            where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
            """,
            cancellationToken) == 1;
    }

    public async Task<bool> CompleteAsync(JobLease lease, Transcript transcript, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ended = await db.Database.ExecuteSqlAsync(
            $"""
            with ended as (
                update jobs
                set state = 'done', progress = 1, partial_text = null, owner = null, lease_until = null, finished_at = now(), error = null,
                    audio_seconds = {transcript.DurationSeconds}
                where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
                returning id, fencing_token, client, file_id, audio_key),
            measured as (
                update uploads set audio_seconds = {transcript.DurationSeconds}
                from ended where uploads.audio_key = ended.audio_key and ended.file_id is not null),
            used as (
                insert into client_usage (client, day, audio_seconds)
                select client, (now() at time zone 'utc')::date, {transcript.DurationSeconds} from ended where client is not null
                on conflict (client, day) do update set audio_seconds = client_usage.audio_seconds + excluded.audio_seconds)
            update job_attempts set ended_at = now(), outcome = 'done'
            from ended where job_id = id and start = fencing_token
            """,
            cancellationToken);
        if (ended != 1)
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

    public async Task<bool> FailAsync(JobLease lease, JobFailure failure, string error, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            with ended as (
                update jobs set state = 'failed', failure = {EnumWord.Of(failure)}, error = {error}, owner = null, lease_until = null, finished_at = now()
                where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
                returning id, fencing_token)
            update job_attempts set ended_at = now(), outcome = 'failed', error = {error}
            from ended where job_id = id and start = fencing_token
            """,
            cancellationToken) == 1;
    }

    public async Task<bool> RetryAsync(JobLease lease, string error, TimeSpan delay, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            with ended as (
                update jobs set state = 'retrying', retry_at = now() + {delay}, owner = null, lease_until = null, progress = 0
                where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
                returning id, fencing_token)
            update job_attempts set ended_at = now(), outcome = 'retried', error = {error}
            from ended where job_id = id and start = fencing_token
            """,
            cancellationToken) == 1;
    }

    public async Task<bool> ReleaseAsync(JobLease lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.ExecuteSqlAsync(
            $"""
            with ended as (
                update jobs set state = 'queued', attempt = attempt - 1, owner = null, lease_until = null, progress = 0
                where id = {lease.JobId} and fencing_token = {lease.FencingToken} and state in ('fetching', 'transcribing')
                returning id, fencing_token)
            update job_attempts set ended_at = now(), outcome = 'released'
            from ended where job_id = id and start = fencing_token
            """,
            cancellationToken) == 1;
    }

    private sealed record Renewed(Guid JobId, long FencingToken);

    private sealed record Started(
        long FencingToken, int Attempt, string? AudioKey, long? AudioBytes, byte[]? AudioSha256, string? AudioUrl, string? Options,
        string Protocol, string? Client, string Priority, string? TraceContext, TimeSpan Age, bool? IsLive);
}
