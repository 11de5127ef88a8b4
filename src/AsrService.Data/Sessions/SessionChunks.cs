using System.Runtime.CompilerServices;
using AsrService.Core.Sessions;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Sessions;

/// <inheritdoc cref="ISessionChunks"/>
internal sealed class SessionChunks(IDbContextFactory<AsrDbContext> contexts) : ISessionChunks
{
    public async Task<ChunkSummary> SummariseAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.SqlQuery<ChunkSummary>(
            $"""
            select is_live as "IsLive", sample_rate as "SampleRate", coalesce(sum(octet_length(audio)), 0)::bigint as "Bytes",
                coalesce(bool_or(is_file) filter (where audio_id = 1), false) as "BeginsWithFile", coalesce(bool_or(is_file), false) as "HasFiles"
            from sessions left join session_chunks on session_id = id
            where id = {sessionId}
            group by id
            """).SingleAsync(cancellationToken);
    }

    public async IAsyncEnumerable<byte[]> ReadAsync(Guid sessionId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chunks = db.Database.SqlQuery<byte[]>($"""select audio as "Value" from session_chunks where session_id = {sessionId} order by audio_id""").AsAsyncEnumerable();
        await foreach (var chunk in chunks.WithCancellation(cancellationToken))
            yield return chunk;
    }
}
