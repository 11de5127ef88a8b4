using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AsrService.Benchmarks.Running;
using Spectre.Console;

namespace AsrService.Benchmarks.Chaos;

/// <summary>Takes workers and the database down under load, and counts what became of the jobs.</summary>
internal static class ChaosCommand
{
    // Longer than a lease, so that a frozen worker's job is another's when it goes on.
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    // A job that an outage has met may be tried again only after minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static Command Create(Figures figures)
    {
        var minutes = new Option<int>("--minutes") { DefaultValueFactory = _ => 5, Description = "How long workers are killed; then all jobs must end. From 2 on, PostgreSQL is stopped once" };
        var workers = new Option<int>("--workers") { DefaultValueFactory = _ => 3, Description = "Worker nodes, each a process that runs one job" };
        var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 200, Description = "Jobs that wait or run at any time" };
        BenchmarkOptions.InRange(minutes, 1, 7 * 24 * 60);
        BenchmarkOptions.InRange(workers, 2, 32);
        BenchmarkOptions.InRange(jobs, 1, 100_000);
        var command = new Command("chaos", "Kills workers and stops PostgreSQL under load: no job may be lost or done twice") { minutes, workers, jobs };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(workers), parsed.GetValue(jobs), figures, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan time, int workers, int jobs, Figures figures, CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        await using var cluster = new Cluster();
        var recordings = await AnsiConsole.Status().StartAsync("Starting PostgreSQL and the servers", async _ =>
        {
            await cluster.StartAsync(workers, cancellationToken);
            return await Speech.CreateAsync(directory.Path, cancellationToken);
        });
        using var client = new Client(cluster.Api);
        await using var ledger = new Ledger(cluster.ConnectionString);
        await ledger.OpenAsync(cancellationToken);

        var load = new Load(client, ledger, recordings, jobs);
        await AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("under attack", maxValue: time.TotalSeconds);
                await AttackAsync(cluster, load, time, elapsed => Show(bar, cluster, load, elapsed), cancellationToken);
            });

        var lost = await load.LostAsync(cancellationToken);
        var duplicated = await load.DuplicatedAsync(cancellationToken);
        var recoveries = Recovery.Measure(await ledger.EventsAsync(cancellationToken), cluster.Losses, cluster.Outage);
        Console.WriteLine(machine);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workers} workers, {time.TotalMinutes} minutes, {cluster.Kills} killed, 1 frozen for {Freeze.TotalSeconds} s, PostgreSQL {(cluster.Outage is null ? "not stopped" : $"stopped for {Outage.TotalSeconds} s")}"));
        var table = new FigureTable(figures);
        table.Add("workers killed", cluster.Kills);
        table.Add("submitted", load.Submitted);
        foreach (var state in new[] { JobStates.Done, JobStates.Failed, JobStates.Quarantined })
            table.Add(state, load.Count(state));
        table.Add("lost", lost.Count, target: "0");
        table.Add("duplicated", duplicated.Count, target: "0");
        table.Add("recovered", recoveries.Count);
        table.Add("slowest recovery, s", Slowest(inOutage: false), "0.0", "≤ 45");
        table.Add("slowest recovery in the outage, s", Slowest(inOutage: true), "0.0");
        table.Print();
        foreach (var job in lost)
            Console.WriteLine($"lost: {job}");
        foreach (var job in duplicated)
            Console.WriteLine($"duplicated: {job}");
        return lost.Count + duplicated.Count == 0 ? 0 : 1;

        double Slowest(bool inOutage) =>
            recoveries.Where(recovery => recovery.InOutage == inOutage).Select(recovery => recovery.Time.TotalSeconds).DefaultIfEmpty().Max();
    }

    private static async Task AttackAsync(Cluster cluster, Load load, TimeSpan time, Action<TimeSpan> onTurn, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clock = Stopwatch.StartNew();
        var attack = Attack.RunAsync(cluster, time, Freeze, Outage, stop.Token);
        try
        {
            await load.RunAsync(() => attack.IsCompletedSuccessfully, OnTurn, Patience, cancellationToken);
        }
        finally
        {
            // Nothing may be started any more when the cluster is taken down.
            await stop.CancelAsync();
            await Task.WhenAny(attack);
        }

        void OnTurn()
        {
            if (attack.IsFaulted)
                attack.GetAwaiter().GetResult();
            onTurn(clock.Elapsed);
        }
    }

    private static void Show(ProgressTask bar, Cluster cluster, Load load, TimeSpan elapsed)
    {
        bar.Value = Math.Min(elapsed.TotalSeconds, bar.MaxValue);
        var what = bar.Value < bar.MaxValue ? "under attack" : "waiting for the rest";
        bar.Description = $"{what}: {load.Submitted} submitted, {load.Count(JobStates.Done)} done, {load.Open} open, {cluster.Kills} workers killed";
    }
}
