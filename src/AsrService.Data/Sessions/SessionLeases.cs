using AsrService.Core.Recognition;
using AsrService.Core.Sessions;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Sessions;

/// <summary>The workers' side of sessions. Leases count by the database's clock, the only one that all nodes share.</summary>
internal sealed class SessionLeases(IDbContextFactory<AsrDbContext> contexts) : ISessionLeases
{
    // Some 10 s of speech, or the one chunk that is longer.
    private const int Batch = 50;
    private const int BatchBytes = 1 << 20;

    public async Task<IReadOnlyList<SessionLease>> TakeAsync(int atMost, string node, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var taken = await db.Database.SqlQuery<Taken>(
            $"""
            with due as (
                select id from sessions
                where closed_at is null and is_live and last_audio_id > read_to and (lease_until is null or lease_until < now())
                order by created_at limit {atMost}
                for update skip locked)
            update sessions set owner = {node}, fencing_token = fencing_token + 1, lease_until = now() + {SessionLease.Duration}
            from due where sessions.id = due.id
            returning sessions.id as "Id", fencing_token as "FencingToken", options::text as "Options", sample_rate as "SampleRate", position::text as "Position",
                (select count(*)::int from session_sentences where session_id = sessions.id) as "Sentences",
                (select transcript ->> 'language' from session_sentences where session_id = sessions.id order by number desc limit 1) as "Language"
            """).ToListAsync(cancellationToken);
        return [.. taken.Select(row => row.ToLease())];
    }

    public async Task<IReadOnlyList<SessionLease>> RenewAsync(IReadOnlyCollection<SessionLease> leases, CancellationToken cancellationToken)
    {
        var ids = leases.Select(lease => lease.SessionId).ToArray();
        var tokens = leases.Select(lease => lease.FencingToken).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var renewed = await db.Database.SqlQuery<Renewed>(
            $"""
            update sessions set lease_until = now() + {SessionLease.Duration}
            from unnest({ids}, {tokens}) as held(id, token)
            where sessions.id = held.id and fencing_token = held.token
            returning sessions.id as "SessionId", fencing_token as "FencingToken"
            """).ToListAsync(cancellationToken);
        return [.. leases.Where(lease => !renewed.Contains(new Renewed(lease.SessionId, lease.FencingToken)))];
    }

    public async Task<SessionAudio?> ReadAsync(SessionLease lease, int fromAudioId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Database.SqlQuery<Chunk>(
            $"""
            select closed_at is not null as "IsClosed", last_audio_id as "Last", audio_id as "AudioId", audio as "Audio"
            from sessions left join lateral (
                select audio_id, audio, sum(octet_length(audio)) over (order by audio_id rows unbounded preceding) - octet_length(audio) as before
                from (select audio_id, audio from session_chunks where session_id = sessions.id and audio_id >= {fromAudioId} order by audio_id limit {Batch}) as next)
                as chunk on before < {BatchBytes}
            where id = {lease.SessionId} and fencing_token = {lease.FencingToken}
            order by audio_id
            """).ToListAsync(cancellationToken);
        return rows is not [.., { IsClosed: var isClosed } last] ? null : new SessionAudio(
            [.. rows.Where(row => row.Audio is not null).Select(row => (row.AudioId!.Value, row.Audio!))], last.AudioId < last.Last, isClosed);
    }

    public async Task<bool> ShowAsync(SessionLease lease, SessionText growing, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<Guid>(
            $"""
            with shown as (
                update sessions set growing = {JsonColumn.Write(growing)}::jsonb
                where id = {lease.SessionId} and fencing_token = {lease.FencingToken}
                returning id),
            told as (select pg_notify({SessionBell.Texts}, id::text) from shown)
            select id as "Value" from shown, told
            """).ToListAsync(cancellationToken) is [_];
    }

    public async Task<bool> EndSentenceAsync(SessionLease lease, int number, Transcript sentence, SessionPosition next, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<Guid>(
            $"""
            with ended as (
                update sessions set growing = null, position = {JsonColumn.Write(next)}::jsonb
                where id = {lease.SessionId} and fencing_token = {lease.FencingToken}
                returning id),
            kept as (
                insert into session_sentences (session_id, number, transcript, is_given)
                select id, {number}, {JsonColumn.Write(sentence)}::jsonb, false from ended where {sentence.Text.Length > 0}),
            told as (select pg_notify({SessionBell.Texts}, id::text) from ended)
            select id as "Value" from ended, told
            """).ToListAsync(cancellationToken) is [_];
    }

    public async Task<bool> ReleaseAsync(SessionLease lease, int? readTo, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hasMore = await db.Database.SqlQuery<bool>(
            $"""
            with mine as (
                select id, last_audio_id > {readTo ?? int.MaxValue} as has_more from sessions
                where id = {lease.SessionId} and fencing_token = {lease.FencingToken} for update),
            released as (
                update sessions set owner = null, lease_until = null, read_to = coalesce({readTo}, read_to)
                from mine where sessions.id = mine.id and not has_more)
            select has_more as "Value" from mine
            """).ToListAsync(cancellationToken);
        if (readTo is null)
            await db.Database.ExecuteSqlAsync($"select pg_notify({SessionBell.Chunks}, '')", cancellationToken);
        return hasMore is not [true];
    }

    public async Task<(SessionLease Lease, IReadOnlyList<Transcript> Sentences)> EndAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ended = await db.Database.SqlQuery<Taken>(
            $"""
            update sessions set owner = null, lease_until = null, fencing_token = fencing_token + 1 where id = {sessionId}
            returning id as "Id", fencing_token as "FencingToken", options::text as "Options", sample_rate as "SampleRate", position::text as "Position",
                0 as "Sentences", (select transcript ->> 'language' from session_sentences where session_id = sessions.id order by number desc limit 1) as "Language"
            """).ToListAsync(cancellationToken);

        // In a statement of its own, which sees what was written before the token was raised.
        var sentences = await db.Database.SqlQuery<string>(
            $"""select transcript::text as "Value" from session_sentences where session_id = {sessionId} order by number""").ToListAsync(cancellationToken);
        return (ended.Single().ToLease(), [.. sentences.Select(JsonColumn.Read<Transcript>)]);
    }

    private sealed record Renewed(Guid SessionId, long FencingToken);

    private sealed record Chunk(bool IsClosed, int Last, int? AudioId, byte[]? Audio);

    private sealed record Taken(Guid Id, long FencingToken, string Options, int SampleRate, string? Position, int Sentences, string? Language)
    {
        public SessionLease ToLease() => new(
            Id, FencingToken, JsonColumn.Read<TranscriptionOptions>(Options),
            Position is null ? SessionPosition.Beginning(SampleRate) : JsonColumn.Read<SessionPosition>(Position), Sentences, Language);
    }
}
