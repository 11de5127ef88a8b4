using System.Globalization;
using AsrService.Benchmarks.Running;
using Spectre.Console;

namespace AsrService.Benchmarks.Recognition;

/// <summary>The table of a run: a line for each case, medians over its pairs.</summary>
internal static class RecognitionReport
{
    private const double CpuTarget = 1;

    public static Table Create(IEnumerable<(BenchmarkCase Case, IReadOnlyList<Pair> Pairs)> results)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("recordings");
        foreach (var column in new[] { "length s", "wall s", "ratio", "CPU s", "ratio", "peak MB", "ratio", "words" })
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());

        foreach (var (benchmark, pairs) in results)
        {
            table.AddRow(
                new Text(benchmark.Name),
                new Text(Number(benchmark.Seconds, "0")),
                Both(pairs, run => run.Wall.TotalSeconds, "0.00"),
                Ratio(pairs, run => run.Wall.TotalSeconds, benchmark.WallTarget),
                Both(pairs, run => run.Cpu.TotalSeconds, "0.00"),
                Ratio(pairs, run => run.Cpu.TotalSeconds, CpuTarget),
                Both(pairs, run => run.PeakBytes / 1e6, "0"),
                Ratio(pairs, run => run.PeakBytes, null),
                Both(pairs, run => run.Words, "0"));
        }

        return table;
    }

    /// <summary>Notes what whisper-cli and this pipeline took, and the ratio.</summary>
    public static void Note(IEnumerable<(BenchmarkCase Case, IReadOnlyList<Pair> Pairs)> results, Figures figures)
    {
        foreach (var (benchmark, pairs) in results)
        {
            Line("wall s", "0.00", run => run.Wall.TotalSeconds, benchmark.WallTarget is { } target ? $"≤ {Number(target, "0.00")}" : Figures.NoTarget);
            Line("CPU s", "0.00", run => run.Cpu.TotalSeconds, $"≤ {Number(CpuTarget, "0.00")}");
            Line("peak MB", "0", run => run.PeakBytes / 1e6, Figures.NoTarget);

            void Line(string what, string format, Func<Measurement, double> figure, string target) => figures.Note(
                $"{benchmark.Name}, {what}, whisper-cli : here, ratio",
                $"{Number(Pair.Median(pairs, pair => figure(pair.WhisperCli)), format)} : {Number(Pair.Median(pairs, pair => figure(pair.Pipeline)), format)}, {Number(Pair.Median(pairs, pair => figure(pair.Pipeline) / figure(pair.WhisperCli)), "0.00")}",
                target);
        }
    }

    private static Text Both(IReadOnlyList<Pair> pairs, Func<Measurement, double> figure, string format)
    {
        var theirs = Pair.Median(pairs, pair => figure(pair.WhisperCli));
        var ours = Pair.Median(pairs, pair => figure(pair.Pipeline));
        return new Text($"{Number(theirs, format)} : {Number(ours, format)}");
    }

    private static Text Ratio(IReadOnlyList<Pair> pairs, Func<Measurement, double> figure, double? target)
    {
        var ratio = Pair.Median(pairs, pair => figure(pair.Pipeline) / figure(pair.WhisperCli));
        var text = Number(ratio, "0.00");
        return target is null ? new Text(text)
            : ratio <= target ? new Text($"{text} ≤ {Number(target.Value, "0.00")}", Color.Green)
            : new Text($"{text} > {Number(target.Value, "0.00")}", Color.Red);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
