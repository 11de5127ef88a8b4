using AsrService.Audio.Decoding;
using AsrService.Core.Recognition;

namespace AsrService.Tests.Audio;

public sealed class ChildProcessTests
{
    private static readonly string[] Endless = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "anoisesrc=r=16000", "-f"];

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static ChildLimits Limits => new(512L << 20, TimeSpan.FromMinutes(1));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_computes_for_too_long_is_killed()
    {
        var (_, end) = await ChildProcess.RunAsync("ffmpeg", [.. Endless, "null", "-"], Limits with { CpuTime = TimeSpan.FromSeconds(1) }, Cancelled).WaitAsync(Deadline, Cancelled);

        Assert.Contains("computing time", Assert.Throws<AudioException>(end.ThrowIfLimitStruck).Message);
    }

    [Fact]
    public async Task A_program_whose_reader_is_gone_ends()
    {
        await using var child = ChildProcess.Start("ffmpeg", [.. Endless, "s16le", "pipe:1"], Limits);
        await child.Output.ReadExactlyAsync(new byte[1000], Cancelled);

        await child.Output.DisposeAsync();

        Assert.False((await child.EndAsync(Cancelled).WaitAsync(Deadline, Cancelled)).Succeeded);
    }

    [Fact]
    public async Task A_program_that_is_missing_says_so()
    {
        var (_, end) = await ChildProcess.RunAsync("/nonexistent/ffmpeg", [], Limits, Cancelled);

        Assert.False(end.Succeeded);
        Assert.Contains("/nonexistent/ffmpeg", end.Error);
        end.ThrowIfLimitStruck();
    }
}
