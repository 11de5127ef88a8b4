using AsrService.Benchmarks;
using AsrService.Benchmarks.Running;

namespace AsrService.Tests.Bench;

public sealed class MeasuredProcessTests
{
    [Fact]
    public async Task A_program_that_runs_well_is_measured()
    {
        var run = await MeasuredProcess.RunAsync("sh", ["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo done"], TestContext.Current.CancellationToken);

        Assert.Equal("done\n", run.Output);
        Assert.True(run.Cpu > TimeSpan.Zero);
        Assert.True(run.Wall > TimeSpan.Zero);
        Assert.InRange(run.PeakBytes, 100_000, 100_000_000);
    }

    [Fact]
    public async Task A_program_that_fails_is_reported_with_its_last_words()
    {
        var fault = await Assert.ThrowsAsync<BenchmarkException>(
            () => MeasuredProcess.RunAsync("sh", ["-c", "echo first >&2; echo out of luck >&2; exit 3"], TestContext.Current.CancellationToken));

        Assert.Contains("exit code 3: out of luck", fault.Message);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named() =>
        Assert.Contains(
            "no-such-program",
            (await Assert.ThrowsAsync<BenchmarkException>(() => MeasuredProcess.RunAsync("no-such-program", [], TestContext.Current.CancellationToken))).Message);
}
