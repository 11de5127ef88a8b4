using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Recognition;

/// <summary>Both programs on the same recordings, one right after the other.</summary>
internal sealed record Pair(Measurement WhisperCli, Measurement Pipeline)
{
    /// <summary>The median over <paramref name="pairs"/> of what is measured: ratios of pairs cancel what slows both down.</summary>
    public static double Median(IEnumerable<Pair> pairs, Func<Pair, double> figure)
    {
        var sorted = pairs.Select(figure).Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
