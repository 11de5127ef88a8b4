namespace AsrService.Benchmarks.Running;

/// <summary>Of many times, those that so many per cent are not above.</summary>
internal static class Quantiles
{
    public static double Of(IReadOnlyList<double> sorted, double percent) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(sorted.Count * percent / 100) - 1, 0, sorted.Count - 1)];
}
