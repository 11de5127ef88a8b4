using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks;

/// <summary>Runs everything that needs no recordings of one's own, one after the other, and writes the figures into a document.</summary>
internal static class AllCommand
{
    private const string Begin = "<!-- begin: written by ./asr bench all -->";
    private const string End = "<!-- end -->";

    // With how much less of everything a run is over in a minute, and says little.
    private static readonly (string Command, string Quick)[] Runs =
    [
        ("recognition", "--pairs 1"),
        ("requests", "--count 5 --connections 4"),
        ("callbacks", "--deliveries 200 --answer-after 0"),
        ("sessions", "--sessions 1 --seconds 4"),
        ("memory", "--jobs 9"),
        ("idle", "--seconds 5"),
        ("pages", "--jobs 1000"),
        ("chaos --minutes 3", ""),
    ];

    public static Command Create(RootCommand root, Figures figures)
    {
        var output = new Option<FileInfo>("--output")
        {
            DefaultValueFactory = _ => new FileInfo(Path.Combine(Installation.Root, "docs", "performance.md")),
            Description = "The document whose table is replaced",
        };
        var quick = new Option<bool>("--quick") { Description = "Tries all but chaos, in about two minutes; the figures are worth little" };
        var command = new Command("all", "Runs all of these, in half an hour, and writes docs/performance.md's table") { output.AcceptExistingOnly(), quick };
        command.SetAction((parsed, cancellationToken) => RunAsync(root, figures, parsed.GetRequiredValue(output), parsed.GetValue(quick), cancellationToken));
        return command;
    }

    private static async Task RunAsync(RootCommand root, Figures figures, FileInfo output, bool quick, CancellationToken cancellationToken)
    {
        // Before anything is measured: a document without the marks would be found out too late.
        var (head, tail) = Split(await File.ReadAllTextAsync(output.FullName, cancellationToken), output);
        var machine = Machine.Describe();
        var clock = Stopwatch.StartNew();
        foreach (var (command, less) in Runs.Where(run => !quick || run.Quick.Length > 0))
        {
            figures.Command = $"./asr bench {command}";
            Console.WriteLine($"\n{figures.Command}");

            // A target that is missed is a figure as well; only what cannot be measured stops the run.
            await root.Parse(quick ? $"{command} {less}" : command)
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }

        var text = new StringBuilder(head).AppendLine(Begin).AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {clock.Elapsed.TotalMinutes:0} minutes{(quick ? ", `--quick`" : "")}. {machine}.").AppendLine()
            .AppendLine("| command | figure | seen | target |").AppendLine("|---|---|---|---|");
        foreach (var (figure, previous) in figures.Noted.Zip(figures.Noted.Select(figure => (Figure?)figure).Prepend(null)))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {(figure.Command == previous?.Command ? "" : $"`{figure.Command}`")} | {figure.What} | {figure.Seen} | {figure.Target} |");
        await File.WriteAllTextAsync(output.FullName, text.AppendLine().Append(End).Append(tail).ToString(), cancellationToken);
        Console.WriteLine($"\n{output.FullName} has the figures.");
    }

    private static (string Head, string Tail) Split(string document, FileInfo file) =>
        document.Split(Begin) is [var head, var rest] && rest.Split(End) is [_, var tail]
            ? (head, tail)
            : throw new BenchmarkException($"{file.FullName} has no place for the figures: a line '{Begin}' and, below it, a line '{End}'.");
}
