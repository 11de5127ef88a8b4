using Npgsql;
using NpgsqlTypes;

namespace AsrService.IntegrationTests.Callbacks;

/// <summary>Jobs that end without having run: the database tells of them as of any other.</summary>
internal static class EndedJobs
{
    public static async Task<Guid[]> AddAsync(NpgsqlDataSource database, Uri callback, int count = 1, string? client = null, string state = "done")
    {
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var insert = new NpgsqlCommand(
            """
            insert into jobs (id, protocol, external_id, client, priority, queue_key, state, progress, attempt, fencing_token, losses, created_at, callback_url)
            select gen_random_uuid(), 'native', gen_random_uuid()::text, $1, 'normal', now(), $2, 1, 1, 1, 0, now(), $3 from generate_series(1, $4)
            returning id
            """,
            connection)
        {
            Parameters =
            {
                new() { Value = client ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = state },
                new() { Value = callback.AbsoluteUri },
                new() { Value = count },
            },
        };
        var ids = new List<Guid>();
        await using (var reader = await insert.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                ids.Add(reader.GetGuid(0));
        }

        await using var end = new NpgsqlCommand("update jobs set finished_at = now() where id = any($1)", connection) { Parameters = { new() { Value = ids.ToArray() } } };
        await end.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return [.. ids];
    }
}
