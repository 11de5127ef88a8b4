using System.Security.Cryptography;
using AsrService.Core.Sessions;
using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Sessions;

/// <summary>What has to be known of a session before a chunk is added to it.</summary>
/// <param name="Id">The session.</param>
/// <param name="IsLive">Whether it is recognised while it comes.</param>
/// <param name="LastAudioId">The last chunk.</param>
/// <param name="FirstSha256">Of the first chunk.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="TimedOut">Whether the server closed it.</param>
/// <param name="TimeoutTold">Whether the caller knows that.</param>
/// <param name="IsFollowed">Whether a worker follows it at the moment.</param>
/// <param name="SentenceNumber">The oldest sentence that was not given.</param>
/// <param name="Sentence">What it says.</param>
/// <param name="Growing">What the growing sentence says, if the caller was not given just that.</param>
/// <param name="GivenWithThis">The text that was given when this chunk came before.</param>
internal sealed record SessionHead(
    Guid Id, bool IsLive, int LastAudioId, byte[] FirstSha256, DateTimeOffset? ClosedAt, bool TimedOut, bool TimeoutTold, bool IsFollowed,
    int? SentenceNumber, string? Sentence, string? Growing, string? GivenWithThis)
{
    /// <summary>Locks the session that a chunk names until the end of the transaction; null when the caller has none of that id.</summary>
    public static async Task<SessionHead?> LockAsync(AsrDbContext db, SessionChunk chunk, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<SessionHead>(
            $"""
            select id as "Id", is_live as "IsLive", last_audio_id as "LastAudioId", first_sha256 as "FirstSha256", closed_at as "ClosedAt", timed_out as "TimedOut",
                timeout_told as "TimeoutTold", coalesce(lease_until > now(), false) as "IsFollowed", pending.number as "SentenceNumber", pending.transcript::text as "Sentence",
                case when growing is distinct from given then growing::text end as "Growing",
                case when given_with = {chunk.AudioId} then given::text end as "GivenWithThis"
            from sessions left join lateral (
                select number, transcript from session_sentences where session_id = id and not is_given order by number limit 1) as pending on true
            where protocol = {chunk.Job.Protocol} and external_id = {chunk.TaskId} and client is not distinct from {chunk.Job.Client}
            for update of sessions
            """).ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>Whether the chunk is the one that opened the session, and not the first one of another with the same id.</summary>
    public bool WasOpenedBy(SessionChunk chunk) => FirstSha256.AsSpan().SequenceEqual(SHA256.HashData(chunk.Audio.Span));

    /// <summary>
    /// The newest text that was not given before: sentences that have ended first. A chunk that comes again, because its answer was lost,
    /// is given the same text again.
    /// </summary>
    public SessionText? TextFor(int audioId) => (audioId <= LastAudioId ? GivenWithThis : null, Sentence, Growing) switch
    {
        ({ } given, _, _) => JsonColumn.Read<SessionText>(given),
        (_, { } sentence, _) => SessionText.Of(JsonColumn.Read<Transcript>(sentence)),
        (_, _, { } growing) => JsonColumn.Read<SessionText>(growing),
        _ => null,
    };
}
