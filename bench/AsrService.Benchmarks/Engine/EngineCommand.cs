using System.CommandLine;
using System.Globalization;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Engine;

/// <summary>Measures everything around recognition: how many jobs a second go through one PostgreSQL, and what each costs.</summary>
internal static class EngineCommand
{
    private const int SteadyPerSecond = 20;
    private const int SteadySeconds = 15;

    // What is loaded or compiled is no job's cost: the runtime goes on compiling what is used often for some thousands of them.
    private const int WarmUp = 3000;

    public static Command Create(Figures figures)
    {
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 3000, Description = "Jobs of each phase" };
        var workers = new Option<string>("--workers") { DefaultValueFactory = _ => "1,2,4", Description = "Worker processes, in turn: numbers joined by commas" };
        var concurrency = new Option<int>("--concurrency") { DefaultValueFactory = _ => 8, Description = "Jobs at once in each of them" };
        var shards = new Option<int>("--shards") { DefaultValueFactory = _ => 1, Description = "Groups of nodes, each with a scheduler of its own, that the workers are divided among" };
        var statements = new Option<bool>("--statements") { Description = "Print which statements the backlog took" };
        var noLatency = new Option<bool>("--no-latency") { Description = "Leave out the times from submission to start" };
        BenchmarkOptions.InRange(jobs, 10, 1_000_000);
        BenchmarkOptions.InRange(concurrency, 1, 256);
        BenchmarkOptions.InRange(shards, 1, 8);
        var command = new Command("engine", "Measures how many jobs a second one PostgreSQL carries, with a recogniser that does nothing") { jobs, workers, concurrency, shards, statements, noLatency };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = new EngineReport(Machine.Describe(), figures);
            foreach (var count in Counts(parsed.GetRequiredValue(workers)))
                await RunAsync(report, parsed.GetValue(jobs), count, parsed.GetValue(concurrency), parsed.GetValue(shards), parsed.GetValue(statements), cancellationToken);
            if (!parsed.GetValue(noLatency))
                await DelaysAsync(report, parsed.GetValue(concurrency), cancellationToken);
            report.Print();
            return report.Best >= EngineReport.Target ? 0 : 1;
        });
        return command;
    }

    private static IEnumerable<int> Counts(string text)
    {
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
            yield return int.TryParse(word, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 64
                ? count : throw new BenchmarkException($"--workers has {word}; give numbers from 1 to 64 joined by commas.");
    }

    private static async Task RunAsync(EngineReport report, int jobs, int workers, int concurrency, int shards, bool statements, CancellationToken cancellationToken)
    {
        await using var cluster = await EngineCluster.StartAsync(shards, Math.Max(workers, shards), concurrency, cancellationToken);
        using var submitter = new Submitter(cluster.Apis);
        var meter = new EngineMeter(cluster);
        await submitter.SendAsync(WarmUp, cancellationToken);
        await meter.WaitAsync(cancellationToken);

        report.Add(shards, workers, await MeasureAsync(EngineReport.WholePath, jobs, async () =>
        {
            await submitter.SendAsync(jobs, cancellationToken);
            await meter.WaitAsync(cancellationToken);
        }));

        // The backlog: workers hold what they have taken, and so take no more.
        var held = cluster.Workers.Count * concurrency;
        cluster.CloseGate();
        await submitter.SendAsync(held, cancellationToken);
        await meter.WaitForRunningAsync(held, cancellationToken);
        report.Add(shards, workers, await MeasureAsync("submitting", jobs, () => submitter.SendAsync(jobs, cancellationToken)));
        await meter.ResetAsync(cancellationToken);
        report.Add(shards, workers, await MeasureAsync("backlog", jobs + held, async () =>
        {
            cluster.OpenGate();
            await meter.WaitAsync(cancellationToken);
        }));
        if (statements)
            EngineReport.Print(await meter.StatementsAsync(cancellationToken), jobs + held);

        Task<EnginePhase> MeasureAsync(string name, int count, Func<Task> work) => EnginePhase.MeasureAsync(name, count, cluster, meter, work, cancellationToken);
    }

    private static async Task DelaysAsync(EngineReport report, int concurrency, CancellationToken cancellationToken)
    {
        foreach (var (workers, where, target) in new[] { (0, "the same node", "≤ 50"), (1, "another node", "≤ 500") })
        {
            await using var cluster = await EngineCluster.StartAsync(shards: 1, workers, concurrency, cancellationToken);
            using var submitter = new Submitter(cluster.Apis);
            var meter = new EngineMeter(cluster);
            await submitter.SendAsync(WarmUp, cancellationToken);
            await meter.WaitAsync(cancellationToken);
            var since = TimeProvider.System.GetUtcNow();
            await submitter.SendAsync(SteadyPerSecond * SteadySeconds, SteadyPerSecond, cancellationToken);
            await meter.WaitAsync(cancellationToken);
            report.Add(where, await meter.DelaysAsync(since, cancellationToken), target);
        }
    }
}
