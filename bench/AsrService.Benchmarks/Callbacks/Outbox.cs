using Npgsql;

namespace AsrService.Benchmarks.Callbacks;

/// <summary>Reads from the database what became of the deliveries, and what they cost it.</summary>
/// <param name="database">The server's.</param>
/// <param name="countsStatements">Whether PostgreSQL counts them.</param>
internal sealed class Outbox(NpgsqlDataSource database, bool countsStatements)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private int looks;

    /// <summary>Waits until nothing is to be sent any more, or too long.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var until = TimeProvider.System.GetUtcNow() + Patience;
        do
        {
            looks++;
            await using var command = database.CreateCommand("select exists (select from deliveries where state = 'waiting')");
            if (await command.ExecuteScalarAsync(cancellationToken) is false)
                return;
        }
        while (TimeProvider.System.GetUtcNow() < until && await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>The time from the first request to the last result that was written.</summary>
    public async Task<TimeSpan> SpanAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select (select max(finished_at) from deliveries) - (select min(at) from delivery_attempts)");
        return (TimeSpan)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>What has been done so far: statements, null where they are not counted, and commits that wrote something.</summary>
    public async Task<(long? Statements, long Writes)> WorkAsync(CancellationToken cancellationToken)
    {
        looks++;
        await using var command = database.CreateCommand(
            $"""
            select {(countsStatements ? "(select sum(calls)::bigint from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database()))" : "null::bigint")},
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.IsDBNull(0) ? null : reader.GetInt64(0) - looks, reader.GetInt64(1));
    }
}
