using System.CommandLine;
using AsrService.Benchmarks.Running;
using Spectre.Console;

namespace AsrService.Benchmarks.Recognition;

/// <summary>Measures the pipeline and whisper-cli side by side on the same recordings, cores and settings.</summary>
internal static class RecognitionCommand
{
    private const int MostPairs = 1000;

    public static Command Create(Figures figures)
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Recordings; without any, a public one and synthetic speech" };
        var pairs = new Option<int>("--pairs") { DefaultValueFactory = _ => 5, Description = "Runs of both programs; the figures are medians" };
        var options = new BenchmarkOptions();
        BenchmarkOptions.InRange(pairs, 1, MostPairs);
        var command = new Command("recognition", "Time, processor time and memory beside whisper-cli's") { files.AcceptExistingOnly(), pairs };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = await options.ReadAsync(parsed, cancellationToken);
            await RunAsync(parsed.GetValue(files) ?? [], parsed.GetValue(pairs), settings, figures, cancellationToken);
        });
        return command;
    }

    private static async Task RunAsync(FileInfo[] files, int pairCount, RecognitionSettings settings, Figures figures, CancellationToken cancellationToken)
    {
        // The load is of interest before this program adds to it.
        var machine = Machine.Describe();
        using var directory = new TemporaryDirectory();
        var results = await AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Preparing recordings");
                var cases = files.Length > 0
                    ? [await StandardCases.OfAsync(files, directory.Path, cancellationToken)]
                    : await StandardCases.CreateAsync(directory.Path, cancellationToken);
                bar.MaxValue = cases.Sum(benchmark => benchmark.Seconds) * pairCount;

                var done = new List<(BenchmarkCase, IReadOnlyList<Pair>)>();
                foreach (var benchmark in cases)
                {
                    bar.Description = benchmark.Name;
                    done.Add((benchmark, await MeasureAsync(benchmark, pairCount, settings, () => bar.Increment(benchmark.Seconds), cancellationToken)));
                }

                return done;
            });

        var how = settings.BeamSize > 1 ? $"{settings.BeamSize} beams" : "greedy";
        Console.WriteLine(machine);
        Console.WriteLine($"{Path.GetFileName(settings.ModelPath)}, {settings.Language}, {how}, best of 5 above temperature 0, {settings.Threads} cores; medians of {pairCount} pairs");
        Console.WriteLine($"whisper-cli : this pipeline, recordings side by side as jobs are; ratios against their targets");
        AnsiConsole.Write(RecognitionReport.Create(results));
        RecognitionReport.Note(results, figures);
    }

    private static async Task<IReadOnlyList<Pair>> MeasureAsync(
        BenchmarkCase benchmark, int count, RecognitionSettings settings, Action onPair, CancellationToken cancellationToken)
    {
        Task<Measurement> TheirsAsync() => WhisperCli.MeasureAsync(benchmark.Files, settings, cancellationToken);
        Task<Measurement> OursAsync() => Pipeline.MeasureAsync(benchmark.Files, settings, cancellationToken);

        var pairs = new List<Pair>();
        for (var i = 0; i < count; i++)
        {
            // Whoever goes first finds the machine cooler, so they take turns.
            if (i % 2 == 0)
            {
                var theirs = await TheirsAsync();
                pairs.Add(new Pair(theirs, await OursAsync()));
            }
            else
            {
                var ours = await OursAsync();
                pairs.Add(new Pair(await TheirsAsync(), ours));
            }

            onPair();
        }

        return pairs;
    }
}
