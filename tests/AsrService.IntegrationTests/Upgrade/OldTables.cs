using System.Globalization;
using Npgsql;

namespace AsrService.IntegrationTests.Upgrade;

/// <summary>Writes rows into tables as they were at some time: only what the table has, and something sensible where it wants more.</summary>
internal sealed class OldTables(NpgsqlDataSource database)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Inserts a row if there is such a table. Values of columns that are not there yet are left out.</summary>
    public async Task AddAsync(string table, Dictionary<string, object> values)
    {
        var columns = await ColumnsAsync(table);
        if (columns.Count == 0)
            return;

        var written = columns.Where(column => column.IsWanted || values.ContainsKey(column.Name)).ToList();
        var names = string.Join(", ", written.Select(column => column.Name));
        var parameters = string.Join(", ", written.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{column.Type}")));
        await using var insert = database.CreateCommand($"insert into {table} ({names}) values ({parameters})");
        foreach (var column in written)
            insert.Parameters.AddWithValue(values.GetValueOrDefault(column.Name) ?? Something(column.Type));
        await insert.ExecuteNonQueryAsync(Token);
    }

    private async Task<List<Column>> ColumnsAsync(string table)
    {
        await using var query = database.CreateCommand(
            """
            select column_name, udt_name, is_nullable = 'NO' and column_default is null and is_identity = 'NO'
            from information_schema.columns where table_schema = 'public' and table_name = $1
            """);
        query.Parameters.AddWithValue(table);
        await using var reader = await query.ExecuteReaderAsync(Token);
        var columns = new List<Column>();
        while (await reader.ReadAsync(Token))
            columns.Add(new(reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)));
        return columns;
    }

    private static object Something(string type) => type switch
    {
        "uuid" => Guid.CreateVersion7(),
        "text" => "something",
        "_text" => Array.Empty<string>(),
        "jsonb" => "{}",
        "bytea" => Array.Empty<byte>(),
        "bool" => false,
        "timestamptz" => TimeProvider.System.GetUtcNow(),
        "date" => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        "int4" or "int8" or "float8" => 0,
        _ => throw new NotSupportedException($"What stands in a column of type {type}?"),
    };

    private sealed record Column(string Name, string Type, bool IsWanted);
}
