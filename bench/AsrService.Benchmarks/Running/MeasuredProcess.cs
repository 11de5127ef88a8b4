using System.ComponentModel;
using System.Diagnostics;

namespace AsrService.Benchmarks.Running;

/// <summary>Runs child processes and takes their measure.</summary>
internal static class MeasuredProcess
{
    // VmHWM never falls, so that only what a process gains in its last moments can be missed.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs a program to its end.</summary>
    /// <remarks>The processor time is right when no other child of this process ends meanwhile.</remarks>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets besides this process's own.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="BenchmarkException">It cannot be started, or fails.</exception>
    public static async Task<FinishedProcess> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var cpuBefore = Native.ChildrenCpu;
        var clock = Stopwatch.StartNew();
        using var process = Start(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var exit = process.WaitForExitAsync(cancellationToken);
            var peak = await WatchAsync(process.Id, exit);
            await exit;
            var wall = clock.Elapsed;
            var cpu = Native.ChildrenCpu - cpuBefore;
            return process.ExitCode == 0
                ? new FinishedProcess(await output, await error, wall, cpu, peak)
                : throw new BenchmarkException($"{Path.GetFileName(program)} failed with exit code {process.ExitCode}: {LastLine(await error + await output)}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a program with this process's own environment.</summary>
    /// <inheritdoc cref="RunAsync(string, IEnumerable{string}, IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public static Task<FinishedProcess> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, new Dictionary<string, string>(), cancellationToken);

    /// <summary>The last line of a program's messages that says something.</summary>
    public static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing.";

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException($"{start.FileName} cannot be started; ./asr bench installs what is missing.");
        }
    }

    private static async Task<long> WatchAsync(int processId, Task exit)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(PollInterval);
        do
        {
            peak = Math.Max(peak, ProcessMemory.PeakBytes(processId));
        }
        while (await Task.WhenAny(exit, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()) != exit);
        return peak;
    }
}
