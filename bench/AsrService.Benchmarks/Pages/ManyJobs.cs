using AsrService.Core.Jobs;
using Npgsql;

namespace AsrService.Benchmarks.Pages;

/// <summary>A history of jobs, one every two seconds until now, and sessions that are open. Nothing of it was ever recognised.</summary>
internal sealed class ManyJobs(NpgsqlDataSource database)
{
    /// <summary>What the errors of one job in 1000 contain.</summary>
    public const string Error = "damaged";

    private const int Batch = 100_000;
    private const int OpenSessions = 100;
    private const int ChunksOfSession = 300;

    // A statement may take as long as the disk needs.
    private const int NoTimeout = 0;

    /// <summary>Makes them.</summary>
    /// <param name="count">How many jobs.</param>
    /// <param name="client">Whose one job in a hundred is; others have other clients or none.</param>
    /// <param name="cancellationToken">Stops before the next batch.</param>
    public async Task MakeAsync(int count, string client, CancellationToken cancellationToken)
    {
        for (var from = 1; from <= count; from += Batch)
        {
            // Ids are those of version 7: their first 48 bits are the milliseconds of the time.
            await ExecuteAsync(
                """
                with made as (
                    insert into jobs (id, protocol, external_id, client, priority, queue_key, state, progress, attempt, fencing_token, losses,
                        created_at, started_at, finished_at, audio_seconds, error)
                    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
                        ($4::text[])[1 + i % cardinality($4)], i::text, case when i % 100 = 3 then $6 when i % 3 <> 0 then 'client-' || i % 50 end, 'normal', at,
                        case when i % 1000 = 0 then 'failed' when i % 5000 = 1 then 'cancelled' else 'done' end, 1, 1, 1, 0,
                        at, at, at + interval '3 s', 30, case when i % 1000 = 0 then 'Recording ' || i || ' is damaged.' end
                    from (select i, now() - ($3 - i) * interval '2 s' as at from generate_series($1, $2) as i) as history
                    returning id, external_id, protocol, client, state, created_at, finished_at),
                said as (
                    insert into transcripts (job_id, text, language, duration_seconds, segments)
                    select id, 'Good morning.', 'en', 30, '[]' from made where state = 'done')
                insert into sessions (id, protocol, external_id, client, job_id, options, sample_rate, is_live, priority, created_at, last_chunk_at, closed_at,
                    last_audio_id, first_sha256, timed_out, timeout_told, read_to, fencing_token)
                select id, protocol, external_id, client, id, '{}', 16000, true, 'interactive', created_at, finished_at, finished_at, 150, '', false, false, 150, 1
                from made where protocol = $5
                """,
                cancellationToken,
                from, Math.Min(from + Batch - 1, count), count, Protocols.All.ToArray(), Protocols.DeepFinch, client);
        }

        await ExecuteAsync(
            """
            with opened as (
                insert into sessions (id, protocol, external_id, options, sample_rate, is_live, priority, created_at, last_chunk_at,
                    last_audio_id, first_sha256, growing, timed_out, timeout_told, read_to, fencing_token)
                select gen_random_uuid(), $3, 'open ' || i, '{}', 16000, true, 'interactive', now(), now() + interval '1 hour', $2, '', '{"text": "Good"}', false, false, 0, 0
                from generate_series(1, $1) as i
                returning id)
            insert into session_chunks (session_id, audio_id, audio, is_file) select id, i, decode(repeat('00', 6400), 'hex'), false from opened, generate_series(1, $2) as i
            """,
            cancellationToken,
            OpenSessions, ChunksOfSession, Protocols.DeepFinch);
        await ExecuteAsync("vacuum analyze", cancellationToken);
    }

    /// <summary>The id of a client's job that is older than half of all.</summary>
    public async Task<Guid> IdAsync(string client, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select id from jobs where client = $1 and created_at < (select min(created_at) + (max(created_at) - min(created_at)) / 2 from jobs) order by id desc limit 1");
        command.Parameters.Add(new() { Value = client });
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(statement);
        command.CommandTimeout = NoTimeout;
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
