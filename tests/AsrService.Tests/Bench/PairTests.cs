using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Running;

namespace AsrService.Tests.Bench;

public sealed class PairTests
{
    [Theory]
    [InlineData(new[] { 3, 1, 2 }, 2)]
    [InlineData(new[] { 100, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7 }, 7)]
    public void The_median_does_not_care_for_outliers(int[] seconds, double expected) =>
        Assert.Equal(expected, Pair.Median(seconds.Select(PairOf), pair => pair.Pipeline.Wall.TotalSeconds));

    private static Pair PairOf(int seconds) => new(
        new Measurement(TimeSpan.Zero, TimeSpan.Zero, 0, 0), new Measurement(TimeSpan.FromSeconds(seconds), TimeSpan.Zero, 0, 0));
}
