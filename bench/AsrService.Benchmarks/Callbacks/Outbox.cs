using AsrService.Benchmarks.Running;
using Npgsql;

namespace AsrService.Benchmarks.Callbacks;

/// <summary>Reads from the database what became of the deliveries, and what they cost it.</summary>
internal sealed class Outbox(NpgsqlDataSource database)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private bool countsStatements;
    private int looks;

    /// <summary>Lets PostgreSQL count statements, if it can. It is restarted.</summary>
    public static async Task PrepareAsync(LocalPostgres postgres, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString("postgres", "observer"));
        await using var available = source.CreateCommand("select exists (select from pg_available_extensions where name = 'pg_stat_statements')");
        if (await available.ExecuteScalarAsync(cancellationToken) is not true)
            return;

        await using var configure = source.CreateCommand("alter system set shared_preload_libraries = 'pg_stat_statements'");
        await configure.ExecuteNonQueryAsync(cancellationToken);
        await postgres.StopAsync();
        await postgres.StartAgainAsync();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Begins to count, where <see cref="PrepareAsync"/> has made it possible.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var loaded = database.CreateCommand("select current_setting('shared_preload_libraries') = 'pg_stat_statements'");
        countsStatements = await loaded.ExecuteScalarAsync(cancellationToken) is true;
        if (!countsStatements)
            return;

        await using var create = database.CreateCommand("create extension pg_stat_statements");
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

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
