using System.Diagnostics;

namespace AsrService.Benchmarks.Chaos;

/// <summary>What is done to a cluster, and when.</summary>
internal static class Attack
{
    // Shorter than that, PostgreSQL is left alone: it would be away for a large part of the time.
    private static readonly TimeSpan MinTimeForOutage = TimeSpan.FromMinutes(2);

    /// <summary>Kills a worker every 5 to 10 s and starts another; freezes one and stops PostgreSQL once.</summary>
    public static async Task RunAsync(Cluster cluster, TimeSpan time, TimeSpan freeze, TimeSpan outage, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Task? freezing = null;
        while (clock.Elapsed < time)
        {
            await Task.Delay(TimeSpan.FromSeconds(5 + (5 * Random.Shared.NextDouble())), cancellationToken);
            if (freezing is null && clock.Elapsed >= time / 4)
                freezing = cluster.FreezeAsync(freeze, cancellationToken);

            if (cluster.Outage is null && time >= MinTimeForOutage && clock.Elapsed >= time * 0.6)
            {
                await cluster.StopDatabaseAsync(outage, cancellationToken);
            }
            else
            {
                await cluster.KillAsync();
                await cluster.AddWorkerAsync(cancellationToken);
            }
        }

        if (freezing is not null)
            await freezing;
    }
}
