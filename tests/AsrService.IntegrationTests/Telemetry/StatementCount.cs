using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>Notes the statements that a server reads with.</summary>
internal sealed class StatementCount : DbCommandInterceptor
{
    private readonly ConcurrentQueue<string> statements = new();

    /// <summary>How many have a piece of text in them.</summary>
    public int Of(string piece) => statements.Count(statement => statement.Contains(piece, StringComparison.Ordinal));

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        statements.Enqueue(command.CommandText);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        statements.Enqueue(command.CommandText);
        return ValueTask.FromResult(result);
    }
}
