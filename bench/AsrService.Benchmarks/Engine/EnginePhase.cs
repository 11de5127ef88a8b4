using System.Diagnostics;

namespace AsrService.Benchmarks.Engine;

/// <summary>What one phase of a run brought.</summary>
/// <param name="Name">Which.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Jobs">How many jobs it did.</param>
/// <param name="PerJob">What each cost.</param>
/// <param name="Waits">What PostgreSQL's sessions waited for.</param>
/// <param name="Load">The machine's load at its end.</param>
internal sealed record EnginePhase(string Name, double Seconds, int Jobs, EngineWork PerJob, IReadOnlyList<(string What, double Sessions)> Waits, string Load)
{
    /// <summary>Takes the measure of <paramref name="work"/>.</summary>
    public static async Task<EnginePhase> MeasureAsync(string name, int jobs, EngineCluster cluster, EngineMeter meter, Func<Task> work, CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        var sampler = new WaitSampler(cluster.Observer);
        var before = await meter.ReadAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var sampling = sampler.RunAsync(stop.Token);
        await work();
        var seconds = clock.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await sampling;
        var after = await meter.ReadAsync(cancellationToken);
        var load = (await File.ReadAllTextAsync("/proc/loadavg", cancellationToken)).Split(' ')[0];
        return new(name, seconds, jobs, after.For(jobs, before), [.. sampler.Averages], load);
    }
}
