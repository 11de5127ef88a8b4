using AsrService.Core.Jobs;
using AsrService.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace AsrService.Data.Queue;

/// <summary>Estimates how long a job will still take, from how long the last ones took and how many run at once.</summary>
internal sealed class QueuePace(IDbContextFactory<AsrDbContext> contexts, TimeProvider time) : IDisposable
{
    private const int Sample = 20;

    // A shard that has done none lately does not read all that others ever did.
    private const int Recent = 1000;

    // Polls come far more often than jobs end.
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, (long At, double? SecondsPerJob, int AtOnce)> known = [];

    /// <summary>Seconds until the job is done; null if none of its shard has been done lately.</summary>
    /// <param name="job">The job.</param>
    /// <param name="shard">Whose queue it is in.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<double?> EstimateAsync(Job job, string shard, CancellationToken cancellationToken)
    {
        // What it has done so far tells most about a job that runs.
        const double Telling = 0.1;
        if (job is { Progress: > Telling, StartedAt: { } started })
            return Math.Round((time.GetUtcNow() - started).TotalSeconds / job.Progress * (1 - job.Progress), 1);

        var (_, secondsPerJob, atOnce) = await PaceAsync(shard, cancellationToken);
        return secondsPerJob is { } seconds ? Math.Round(seconds * (1 + (Math.Max(0, job.QueuePosition) / (double)atOnce)), 1) : null;
    }

    public void Dispose() => turn.Dispose();

    private async Task<(long At, double? SecondsPerJob, int AtOnce)> PaceAsync(string shard, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (!known.TryGetValue(shard, out var pace) || pace.SecondsPerJob is null || time.GetElapsedTime(pace.At) > Freshness)
                known[shard] = pace = await MeasureAsync(shard, cancellationToken);
            return pace;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(long At, double? SecondsPerJob, int AtOnce)> MeasureAsync(string shard, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var measured = await db.Database.SqlQuery<Measured>(
            $"""
            select avg(extract(epoch from finished_at - started_at))::float8 as "SecondsPerJob",
                (select count(*)::int from jobs where state in ('fetching', 'transcribing') and shard = {shard}) as "AtOnce"
            from (
                select started_at, finished_at
                from (select started_at, finished_at, state, shard from jobs where finished_at is not null order by finished_at desc limit {Recent}) as recent
                where state = 'done' and shard = {shard} order by finished_at desc limit {Sample}) as last
            """).SingleAsync(cancellationToken);
        return (time.GetTimestamp(), measured.SecondsPerJob, Math.Max(1, measured.AtOnce));
    }

    private sealed record Measured(double? SecondsPerJob, int AtOnce);
}
