using AsrService.Core.Recognition;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Sessions;

/// <summary>How the sessions stand that are recognised while they come. Nothing here reads more rows than open sessions and the newest of the others.</summary>
internal sealed class SessionOverview(IDbContextFactory<AsrDbContext> contexts)
{
    // What was closed is looked for among these.
    private const int Newest = 1000;

    /// <summary>How many are open.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Sessions.CountAsync(session => session.ClosedAt == null && session.IsLive, cancellationToken);
    }

    /// <summary>Open sessions and those that were closed lately, the newest first.</summary>
    /// <param name="before">Only those that began before this one.</param>
    /// <param name="open">How many open ones at most.</param>
    /// <param name="closed">How many closed ones at most.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<SessionActivity>> ListAsync(Guid? before, int open, int closed, CancellationToken cancellationToken)
    {
        // Chunks before the growing sentence are not looked at: the position knows how long they are. Of those after it, a file's length is not known.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<SessionActivity>(
            $"""
            with chosen as (
                (select id from sessions
                where closed_at is null and is_live
                    and ({before}::uuid is null or (created_at, id) < (select created_at, id from sessions where id = {before}::uuid))
                order by created_at desc, id desc limit {open})
                union all
                (select id from (select id, closed_at, is_live from sessions order by id desc limit {Newest}) as newest
                where closed_at is not null and is_live order by id desc limit {closed}))
            select sessions.id as "Id", sessions.external_id as "TaskId", sessions.client as "Client", sessions.created_at as "StartedAt", last_chunk_at as "LastChunkAt",
                coalesce(audio_seconds, coalesce((position ->> 'chunkStart')::float8, 0) / {IDecodedAudio.SampleRate} + (
                    select coalesce(sum(octet_length(audio)), 0) / 2.0 / coalesce((position ->> 'sampleRate')::int, sample_rate) from session_chunks
                    where session_id = sessions.id and audio_id >= coalesce((position ->> 'audioId')::int, 1) and not is_file)::float8) as "AudioSeconds",
                last_audio_id > read_to as "HasUnread", case when sessions.lease_until > now() then sessions.owner end as "Node",
                (select count(*)::int from session_sentences where session_id = sessions.id) as "Sentences",
                (select transcript ->> 'text' from session_sentences where session_id = sessions.id order by number desc limit 1) as "LastSentence",
                growing ->> 'text' as "Growing", job_id as "JobId", timed_out as "TimedOut"
            from chosen join sessions using (id) left join jobs on jobs.id = job_id
            order by sessions.created_at desc, sessions.id desc
            """).ToListAsync(cancellationToken);
    }
}
