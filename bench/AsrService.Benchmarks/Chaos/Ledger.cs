using Npgsql;

namespace AsrService.Benchmarks.Chaos;

/// <summary>Reads from the database what the servers did; a trigger of its own writes down every change of a job's state.</summary>
internal sealed class Ledger(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);

    /// <summary>Puts the trigger beside the servers' schema.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => ExecuteAsync(
        """
        create schema chaos;
        create table chaos.events (
            id bigint generated always as identity, job uuid, state text, is_start boolean, node text,
            at timestamptz default clock_timestamp());
        create function chaos.note() returns trigger language plpgsql as $$
        begin
            insert into chaos.events (job, state, is_start, node) values (
                new.id, new.state, new.fencing_token > old.fencing_token and new.state in ('fetching', 'transcribing'),
                current_setting('application_name'));
            return null;
        end $$;
        create trigger chaos after update of state, fencing_token on jobs for each row
            when (new.state <> old.state or new.fencing_token <> old.fencing_token) execute function chaos.note();
        """,
        cancellationToken);

    /// <summary>The state of every job, by the id that callers know.</summary>
    public async Task<Dictionary<string, string>> StatesAsync(CancellationToken cancellationToken) =>
        (await ReadAsync("select external_id, state from jobs", row => (row.GetString(0), row.GetString(1)), cancellationToken)).ToDictionary();

    /// <summary>All changes, in their order.</summary>
    public Task<List<JobEvent>> EventsAsync(CancellationToken cancellationToken) => ReadAsync(
        "select job, state, is_start, node, at from chaos.events order by id",
        row => new JobEvent(row.GetGuid(0), row.GetString(1), row.GetBoolean(2), row.GetString(3), row.GetFieldValue<DateTimeOffset>(4)),
        cancellationToken);

    /// <summary>Jobs with more than one transcript, or that were done more than once, by the id that callers know.</summary>
    public Task<List<string>> DoneTwiceAsync(CancellationToken cancellationToken) => ReadAsync(
        """
        select external_id from jobs where id in (
            select job_id from transcripts group by job_id having count(*) > 1
            union select job_id from job_attempts where outcome = 'done' group by job_id having count(*) > 1
            union select job from chaos.events where state = 'done' group by job having count(*) > 1)
        """,
        row => row.GetString(0),
        cancellationToken);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
