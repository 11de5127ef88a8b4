using System.Globalization;
using AsrService.Benchmarks.Running;
using Spectre.Console;

namespace AsrService.Benchmarks.Engine;

/// <summary>The tables that a run ends with.</summary>
internal sealed class EngineReport(string machine, Figures figures)
{
    /// <summary>The phase in which jobs come and are done at the same time.</summary>
    public const string WholePath = "all at once";

    /// <summary>How many jobs a second that phase is to reach.</summary>
    public const double Target = 120;

    private static readonly string[] Titles =
    [
        "shards", "workers", "phase", "jobs/s", "load", "CPU ms: PostgreSQL", "API", "workers", "submitter", "statements: API", "of Quartz", "workers", "of Quartz", "commits", "that write", "flushes", "ms each", "log KB",
    ];

    private readonly Table phases = Tables(Titles);
    private readonly Table waits = Tables("shards", "workers", "phase", "sessions of PostgreSQL that wait, on average, for");
    private readonly FigureTable delays = new(figures);

    /// <summary>The most jobs a second through the whole path.</summary>
    public double Best { get; private set; }

    /// <summary>Adds a phase.</summary>
    public void Add(int shards, int workers, EnginePhase phase)
    {
        var (work, rate, isWhole) = (phase.PerJob, phase.Jobs / phase.Seconds, phase.Name == WholePath);
        if (isWhole)
            Best = Math.Max(Best, rate);
        figures.Note($"jobs a second, worker processes {workers}: {phase.Name}", Text(rate), isWhole ? $"≥ {Text(Target)}" : Figures.NoTarget);
        figures.Note(
            "for each: statements, commits that write, flushes of the log",
            $"{Text(work.ApiStatements + work.WorkerStatements, "0.0")}, {Text(work.Writes, "0.0")}, {Text(work.Flushes, "0.0")}");
        phases.AddRow(
            Text(shards), Text(workers), phase.Name, Text(rate), phase.Load,
            Ms(work.Postgres), Ms(work.Api), Ms(work.Workers), Ms(work.Load),
            Text(work.ApiStatements, "0.0"), Text(work.ApiQuartz, "0.0"), Text(work.WorkerStatements, "0.0"), Text(work.WorkerQuartz, "0.0"),
            Text(work.Commits, "0.0"), Text(work.Writes, "0.0"), Text(work.Flushes, "0.00"), Text(work.FlushMs / Math.Max(work.Flushes, 0.001), "0.0"), Text(work.LogBytes / 1024, "0.0"));
        waits.AddRow(Text(shards), Text(workers), phase.Name, string.Join("; ", phase.Waits.Take(6).Select(each => $"{each.What} {Text(each.Sessions, "0.00")}")));
    }

    /// <summary>Adds times from submission to start, in milliseconds.</summary>
    public void Add(string where, IEnumerable<double> times, string target) => delays.AddQuantiles($"ms from submission to start on {where}", times, target99: target);

    /// <summary>Writes the tables.</summary>
    public void Print()
    {
        Console.WriteLine(machine);
        AnsiConsole.Write(phases);
        AnsiConsole.Write(waits);
        delays.Print();
    }

    /// <summary>Writes which statements there were.</summary>
    public static void Print(IReadOnlyList<(string Who, double Calls, double Ms, string Text)> statements, int jobs)
    {
        foreach (var (who, calls, ms, text) in statements)
            Console.WriteLine($"{Text(calls / jobs, "0.00"),6} {Text(ms / jobs, "0.000"),7} ms {who,-10} {text[..Math.Min(text.Length, 150)]}");
    }

    private static Table Tables(params string[] titles)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var title in titles)
            table.AddColumn(new TableColumn(title));
        return table;
    }

    private static string Text(double figure, string format = "0") => figure.ToString(format, CultureInfo.InvariantCulture);

    private static string Ms(TimeSpan time) => Text(time.TotalMilliseconds, "0.0");
}
