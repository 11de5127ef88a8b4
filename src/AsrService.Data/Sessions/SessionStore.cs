using System.Security.Cryptography;
using AsrService.Core;
using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Core.Telemetry;
using AsrService.Data.Model;
using AsrService.Data.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AsrService.Data.Sessions;

/// <summary>Sessions in PostgreSQL, as their callers see them. A chunk takes two statements and one commit.</summary>
internal sealed class SessionStore(IDbContextFactory<AsrDbContext> contexts, JobStore jobs, SessionBell bell, AsrMetrics metrics, TimeProvider time) : ISessionStore
{
    public async Task<ChunkResult> AddAsync(SessionChunk chunk, CancellationToken cancellationToken)
    {
        var (result, session) = await KeepAsync(chunk, cancellationToken);
        return result is ChunkResult.Kept { Text: null } && session is { IsLive: true, ClosedAt: null } && chunk is { IsLast: false, Wait.Ticks: > 0 }
            ? new ChunkResult.Kept(await WaitForTextAsync(session.Id, chunk, cancellationToken))
            : result;
    }

    public async Task<bool> CloseAsync(string taskId, JobScope scope, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // The protocols are named because the index begins with them.
        var found = await db.Sessions.FromSql(
            $"""
            select * from sessions
            where protocol = any({Protocols.All.ToArray()}) and external_id = {taskId} and ({scope.IsEverything} or client is not distinct from {scope.Client})
            order by created_at desc limit 1
            for update
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (found is not [var session])
            return false;

        if (session.ClosedAt is null)
            await CommitClosedAsync(db, transaction, session, isTimeout: false, cancellationToken);
        return true;
    }

    /// <summary>Closes sessions that nothing has come for, as their callers would have.</summary>
    /// <returns>Whether any is still open.</returns>
    public async Task<bool> CloseIdleAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow() - timeout;
        var open = await db.Sessions.Where(s => s.ClosedAt == null).Select(s => new { s.Id, IsIdle = s.LastChunkAt < before }).ToListAsync(cancellationToken);
        foreach (var idle in open.Where(session => session.IsIdle))
        {
            // Looked at again under the lock: a chunk may just have come.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var still = await db.Sessions.FromSql($"select * from sessions where id = {idle.Id} and closed_at is null and last_chunk_at < {before} for update skip locked")
                .AsNoTracking().ToListAsync(cancellationToken);
            if (still is [var session])
                await CommitClosedAsync(db, transaction, session, isTimeout: true, cancellationToken);
        }

        return open.Exists(session => !session.IsIdle);
    }

    private async Task<(ChunkResult Result, SessionHead? Session)> KeepAsync(SessionChunk chunk, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var head = await SessionHead.LockAsync(db, chunk, cancellationToken);
        if (head is null)
        {
            if (!chunk.IsFirst)
                return (new ChunkResult.Unknown(), null);
            if (chunk.AudioId != 1)
                return (new ChunkResult.Gap(1), null);

            // Null: it is a job's id, or somebody was faster, whose session it is then.
            await OpenAsync(db, chunk, cancellationToken);
            head = await SessionHead.LockAsync(db, chunk, cancellationToken);
            if (head is null)
                return (new ChunkResult.IdTaken(), null);
        }

        if (head.ClosedAt is not null)
            return (await AnswerClosedAsync(db, transaction, head, chunk, cancellationToken), head);
        if (chunk.IsFirst && !head.WasOpenedBy(chunk))
            return (new ChunkResult.IdTaken(), head);
        if (chunk.AudioId > head.LastAudioId + 1)
            return (new ChunkResult.Gap(head.LastAudioId + 1), head);

        var text = head.TextFor(chunk.AudioId);
        await WriteAsync(db, head, chunk, text, cancellationToken);
        if (chunk.IsLast)
            await CommitClosedAsync(db, transaction, await db.Sessions.AsNoTracking().SingleAsync(s => s.Id == head.Id, cancellationToken), isTimeout: false, cancellationToken);
        else
            await CommitAsync(transaction);
        return (new ChunkResult.Kept(text), head);
    }

    private async Task OpenAsync(AsrDbContext db, SessionChunk chunk, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into sessions (id, protocol, external_id, client, options, sample_rate, is_live, callback_url, priority, created_at, last_chunk_at,
                last_audio_id, first_sha256, timed_out, timeout_told, read_to, fencing_token)
            select {Guid.CreateVersion7(now)}, {chunk.Job.Protocol}, {chunk.TaskId}, {chunk.Job.Client}, {JsonColumn.Write(chunk.Job.Options)}::jsonb, {chunk.SampleRate},
                {chunk.IsLive}, {chunk.Job.CallbackUrl?.AbsoluteUri}, {EnumWord.Of(chunk.IsLive ? JobPriority.Interactive : chunk.Job.Priority)}, {now}, {now},
                0, {SHA256.HashData(chunk.Audio.Span)}, false, false, 0, 0
            where not exists (
                select from jobs where protocol = {chunk.Job.Protocol} and external_id = {chunk.TaskId} and client is not distinct from {chunk.Job.Client})
            on conflict do nothing
            """,
            cancellationToken);
    }

    // A chunk that came before is not added again, but keeps the session alive and is given text as well.
    private async Task WriteAsync(AsrDbContext db, SessionHead head, SessionChunk chunk, SessionText? text, CancellationToken cancellationToken)
    {
        var isNew = chunk.AudioId > head.LastAudioId;
        var audio = chunk.Audio.ToArray();
        var given = text is null ? null : JsonColumn.Write(text);
        var sentence = text is { IsFinal: true } ? head.SentenceNumber : null;
        await db.Database.ExecuteSqlAsync(
            $"""
            with kept as (
                insert into session_chunks (session_id, audio_id, audio, is_file)
                select {head.Id}, {chunk.AudioId}, {audio}, {ChunkFormat.IsFile(audio)} where {isNew}),
            given as (
                update session_sentences set is_given = true where session_id = {head.Id} and number = {sentence}),
            told as (select pg_notify({SessionBell.Chunks}, {(head.IsFollowed ? head.Id.ToString() : "")}) where {isNew && head.IsLive})
            update sessions set last_audio_id = greatest(last_audio_id, {chunk.AudioId}), last_chunk_at = {time.GetUtcNow()},
                given = coalesce({given}::jsonb, given), given_with = case when {given}::jsonb is null then given_with else {chunk.AudioId} end
            where id = {head.Id} and (select count(*) from told) >= 0
            """,
            cancellationToken);
    }

    private static async Task<ChunkResult> AnswerClosedAsync(
        AsrDbContext db, IDbContextTransaction transaction, SessionHead head, SessionChunk chunk, CancellationToken cancellationToken)
    {
        if (head is { TimedOut: true, TimeoutTold: false })
        {
            var text = head.TextFor(chunk.AudioId);
            await db.Database.ExecuteSqlAsync($"update sessions set timeout_told = true where id = {head.Id}", cancellationToken);
            await CommitAsync(transaction);
            return new ChunkResult.TimedOut(text);
        }

        // Its answer was lost.
        var isRepeated = chunk.IsLast && !head.TimedOut && chunk.AudioId == head.LastAudioId && (!chunk.IsFirst || head.WasOpenedBy(chunk));
        return isRepeated ? new ChunkResult.Kept(head.TextFor(chunk.AudioId)) : chunk.IsFirst ? new ChunkResult.IdTaken() : new ChunkResult.Unknown();
    }

    private async Task<SessionText?> WaitForTextAsync(Guid sessionId, SessionChunk chunk, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        using var signal = bell.Awaited.Of(sessionId);
        while (true)
        {
            // Asked before the first wait too: text may have come since the chunk was kept.
            var (result, session) = await KeepAsync(chunk, cancellationToken);
            var left = chunk.Wait - time.GetElapsedTime(began);
            if (result is not ChunkResult.Kept { Text: null } || session is not { ClosedAt: null } || left <= TimeSpan.Zero)
                return (result as ChunkResult.Kept)?.Text;
            await signal.WaitAsync(left, time, cancellationToken);
        }
    }

    private async Task CommitClosedAsync(AsrDbContext db, IDbContextTransaction transaction, SessionRow session, bool isTimeout, CancellationToken cancellationToken)
    {
        var job = new NewJob(session.Protocol, () => session.ExternalId, IdempotencyKey: null, JsonColumn.Read<TranscriptionOptions>(session.Options))
        {
            Client = session.Client,
            CallbackUrl = session.CallbackUrl is { } url ? new Uri(url) : null,
            Priority = session.Priority,
            HasChosenId = true,
        };
        db.Database.AutoSavepointsEnabled = false;
        var row = await jobs.AddAsync(db, session.Id, session.ExternalId, job, audio: null, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with told as (select pg_notify({SessionBell.Closed}, {session.Id.ToString()}) where {session.IsLive})
            update sessions set closed_at = {time.GetUtcNow()}, timed_out = {isTimeout}, job_id = id where id = {session.Id} and (select count(*) from told) >= 0
            """,
            cancellationToken);
        await jobs.CommitAsync(db, transaction, row, cancellationToken);
        metrics.Submitted(session.Protocol, "accepted");
    }

    private static async Task CommitAsync(IDbContextTransaction transaction)
    {
        try
        {
            // Not with the request's token: a caller who hangs up now must not leave the outcome open.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            throw new UncertainCommitException(exception);
        }
    }
}
