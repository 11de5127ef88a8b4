using Npgsql;

namespace AsrService.Benchmarks.Engine;

/// <summary>Looks fifty times a second what PostgreSQL's sessions wait for.</summary>
internal sealed class WaitSampler(NpgsqlDataSource database)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    // A session that waits for its client within a transaction keeps others from the rows that it has locked.
    private const string Sessions =
        """
        select case
                when state like 'idle in transaction%' then 'its client, in a transaction'
                when wait_event_type is null then 'a processor'
                when wait_event_type = 'Lock' and query ilike '%qrtz\_locks%' then 'Quartz''s lock'
                when wait_event_type = 'Lock' then 'another lock: ' || wait_event
                when wait_event in ('WALSync', 'WALWrite') then 'the log''s flush'
                when wait_event_type = 'Client' then 'its client'
                else wait_event_type || ' ' || wait_event end,
            count(*)::int
        from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid() group by 1
        """;

    private readonly Dictionary<string, int> seen = [];
    private int looks;

    /// <summary>How many sessions waited for each thing, on average.</summary>
    public IEnumerable<(string What, double Sessions)> Averages => seen.Select(each => (each.Key, each.Value / (double)looks)).OrderByDescending(each => each.Item2);

    /// <summary>Looks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(Sessions, connection);
        await command.PrepareAsync(CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            await using (var reader = await command.ExecuteReaderAsync(CancellationToken.None))
            {
                looks++;
                while (await reader.ReadAsync(CancellationToken.None))
                    seen[reader.GetString(0)] = seen.GetValueOrDefault(reader.GetString(0)) + reader.GetInt32(1);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
