using AsrService.Core.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace AsrService.Data.Clients;

/// <summary>What clients use, counted in PostgreSQL and therefore on all nodes together.</summary>
internal static class ClientUsages
{
    // Of a recording whose length is not known yet: 16-bit samples at 16 kHz, more than compressed speech ever needs.
    private const double BytesPerSecond = 32_000;

    public static Task<ClientUsage> ReadAsync(DatabaseFacade database, string client, CancellationToken cancellationToken) =>
        database.SqlQuery<ClientUsage>(
            $"""
            select (count(*) filter (where state in ('queued', 'retrying')))::int as "WaitingJobs",
                coalesce(sum(coalesce(audio_seconds, audio_bytes / {BytesPerSecond}, 0)), 0)
                    + coalesce((select audio_seconds from client_usage where client = {client} and day = (now() at time zone 'utc')::date), 0) as "AudioSecondsToday"
            from jobs
            where client = {client} and finished_at is null
            """).SingleAsync(cancellationToken);
}
