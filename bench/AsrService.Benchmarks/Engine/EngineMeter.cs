using Npgsql;

namespace AsrService.Benchmarks.Engine;

/// <summary>Counts what a cluster does.</summary>
internal sealed class EngineMeter(EngineCluster cluster)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private int postmaster;

    /// <summary>What has been done so far.</summary>
    public async Task<EngineWork> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = cluster.Observer.CreateCommand(
            $"""
            with counted as (
                select calls, pg_get_userbyid(userid) as who, query ilike '%qrtz\_%' as is_quartz from pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database()) and query not in ('BEGIN', 'COMMIT', 'ROLLBACK')
                    and query not ilike 'begin transaction%')
            select
                (select coalesce(sum(calls) filter (where who = '{EngineCluster.ApiUser}'), 0)::float8 from counted),
                (select coalesce(sum(calls) filter (where who = '{EngineCluster.WorkerUser}'), 0)::float8 from counted),
                (select coalesce(sum(calls) filter (where who = '{EngineCluster.ApiUser}' and is_quartz), 0)::float8 from counted),
                (select coalesce(sum(calls) filter (where who = '{EngineCluster.WorkerUser}' and is_quartz), 0)::float8 from counted),
                (select xact_commit::float8 from pg_stat_database where datname = current_database()),
                pg_snapshot_xmax(pg_current_snapshot())::text::float8,
                wal_sync::float8, wal_sync_time::float8, wal_bytes::float8, pg_backend_pid()
            from pg_stat_wal
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        postmaster = postmaster > 0 ? postmaster : ProcessorTime.ParentOf(reader.GetInt32(9));
        return new(
            reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6), reader.GetDouble(7), reader.GetDouble(8),
            ProcessorTime.OfFamily(postmaster),
            Sum(cluster.Apis.Select(node => node.Id)),
            Sum(cluster.Workers.Select(node => node.Id)),
            Environment.CpuUsage.TotalTime);

        static TimeSpan Sum(IEnumerable<int> processes) => TimeSpan.FromSeconds(processes.Sum(process => ProcessorTime.Of(process).TotalSeconds));
    }

    /// <summary>Waits until no job is open, or too long.</summary>
    /// <exception cref="BenchmarkException">Jobs failed, or are still open.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (await CountAsync("finished_at is null", cancellationToken) > 0)
        {
            if (TimeProvider.System.GetUtcNow() > until)
                throw new BenchmarkException("Jobs are still open after a long time.");
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        if (await CountAsync("state <> 'done'", cancellationToken) is > 0 and var failed)
            throw new BenchmarkException($"{failed} jobs were not done.");
    }

    /// <summary>Waits until workers hold so many jobs.</summary>
    public async Task WaitForRunningAsync(int count, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (await CountAsync("state in ('fetching', 'transcribing')", cancellationToken) < count)
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    /// <summary>Of jobs accepted after a moment, the milliseconds from then to their start, in order.</summary>
    public async Task<IReadOnlyList<double>> DelaysAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var command = cluster.Observer.CreateCommand("select 1000 * extract(epoch from started_at - created_at)::float8 from jobs where created_at >= $1 order by 1");
        command.Parameters.Add(new() { Value = since });
        return await ListAsync(command, reader => reader.GetDouble(0), cancellationToken);
    }

    /// <summary>Statements since they were counted from nothing, most calls first.</summary>
    public async Task<IReadOnlyList<(string Who, double Calls, double Ms, string Text)>> StatementsAsync(CancellationToken cancellationToken)
    {
        await using var command = cluster.Observer.CreateCommand(
            """
            select pg_get_userbyid(userid), calls::float8, total_exec_time, regexp_replace(query, '\s+', ' ', 'g') from pg_stat_statements
            where dbid = (select oid from pg_database where datname = current_database()) order by calls desc limit 60
            """);
        return await ListAsync(command, reader => (reader.GetString(0), reader.GetDouble(1), reader.GetDouble(2), reader.GetString(3)), cancellationToken);
    }

    /// <summary>Counts statements from nothing.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await using var command = cluster.Observer.CreateCommand("select pg_stat_statements_reset()");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private async Task<long> CountAsync(string condition, CancellationToken cancellationToken)
    {
        await using var command = cluster.Observer.CreateCommand($"select count(*) from jobs where {condition}");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
