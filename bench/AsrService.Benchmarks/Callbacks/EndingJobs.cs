using AsrService.Core.Transcripts;
using AsrService.Data.Model;
using Npgsql;

namespace AsrService.Benchmarks.Callbacks;

/// <summary>Jobs that are nowhere transcribed, and end when they are told to; the database then writes their deliveries.</summary>
internal sealed class EndingJobs(NpgsqlDataSource database)
{
    // About a minute of speech.
    private static readonly string Segments = JsonColumn.Write<IReadOnlyList<TranscriptSegment>>(
        [.. Enumerable.Range(0, 12).Select(i => new TranscriptSegment(i, i * 500, i * 5, (i * 5) + 5, " And so my fellow Americans, ask not what it can do.", [.. Enumerable.Range(50364, 16)], 0, -0.26, 1.3, 0.02))]);

    /// <summary>Makes jobs, each with a transcript.</summary>
    /// <param name="count">How many.</param>
    /// <param name="client">Whose they are.</param>
    /// <param name="urls">Where their ends are told to, in turn.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    public async Task<IReadOnlyList<Guid>> MakeAsync(int count, string client, IReadOnlyList<string> urls, CancellationToken cancellationToken)
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        var turns = ids.Select((_, i) => urls[i % urls.Count]).ToArray();

        // The lease is nobody's, so that nobody's worker is taken for dead.
        await using var command = database.CreateCommand(
            """
            with made as (
                insert into jobs (id, protocol, external_id, client, priority, queue_key, state, progress, attempt, fencing_token, losses, created_at, started_at, lease_until, callback_url)
                select id, 'native', id, $2, 'normal', now(), 'transcribing', 0, 1, 1, 0, now(), now(), 'infinity', url from unnest($1, $3) as made(id, url)
                returning id)
            insert into transcripts (job_id, text, language, duration_seconds, segments) select id, 'And so my fellow Americans', 'en', 60, $4::jsonb from made
            """);
        command.Parameters.Add(new() { Value = ids });
        command.Parameters.Add(new() { Value = client });
        command.Parameters.Add(new() { Value = turns });
        command.Parameters.Add(new() { Value = Segments });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return ids;
    }

    /// <summary>Ends jobs, in one transaction.</summary>
    /// <returns>When.</returns>
    public async Task<DateTimeOffset> EndAsync(IReadOnlyList<Guid> jobs, CancellationToken cancellationToken)
    {
        var at = TimeProvider.System.GetUtcNow();
        await using var command = database.CreateCommand("update jobs set state = 'done', progress = 1, finished_at = $2, lease_until = null where id = any($1)");
        command.Parameters.Add(new() { Value = jobs.ToArray() });
        command.Parameters.Add(new() { Value = at });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return at;
    }
}
