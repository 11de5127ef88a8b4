using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AsrService.Audio.Decoding;

/// <summary>An FFmpeg program at work, within limits; disposing ends it.</summary>
/// <remarks>
/// It outlives neither its job nor the server: without a reader its next write fails, and the limit on its time ends it
/// if it never writes. (A "parent death signal" would not do: it is sent when the thread that started the child ends,
/// and threads of the pool come and go.)
/// </remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxErrorLength = 4000;

    private readonly Process process;
    private readonly Task<string> error;

    private ChildProcess(Process process)
    {
        this.process = process;
        error = ReadErrorAsync();
    }

    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>Starts a program. One that is not installed ends at once and says so.</summary>
    /// <exception cref="InvalidOperationException">Limits cannot be set on this machine.</exception>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, ChildLimits limits)
    {
        // Each of the first two prepares its own process and then becomes the next program, so no limit comes too late.
        // Ctrl-C and a service manager signal the whole group, but a server that shuts down still finishes its jobs.
        string[] prefix =
        [
            "--block-signal=INT,TERM,HUP,QUIT", "prlimit",
            string.Create(CultureInfo.InvariantCulture, $"--data={limits.MemoryBytes}"),
            string.Create(CultureInfo.InvariantCulture, $"--cpu={(long)limits.CpuTime.TotalSeconds}"),
            program,
        ];
        var start = new ProcessStartInfo("env", [.. prefix, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return new ChildProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException("The program env of GNU coreutils cannot be started.", exception);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(string Output, ChildEnd End)> RunAsync(
        string program, IEnumerable<string> arguments, ChildLimits limits, CancellationToken cancellationToken)
    {
        await using var child = Start(program, arguments, limits);
        using var reader = new StreamReader(child.Output);
        var output = await reader.ReadToEndAsync(cancellationToken);
        return (output, await child.EndAsync(cancellationToken));
    }

    /// <summary>Waits for the end.</summary>
    public async Task<ChildEnd> EndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return new ChildEnd(process.ExitCode, (await error).Trim());
    }

    // A damaged gigabyte can yield a message for every packet: the first ones tell enough, but the pipe must be emptied.
    private async Task<string> ReadErrorAsync()
    {
        var kept = new StringBuilder();
        var buffer = new char[MaxErrorLength];
        int read;
        while ((read = await process.StandardError.ReadAsync(buffer)) > 0)
            kept.Append(buffer, 0, Math.Min(read, MaxErrorLength - kept.Length));
        return kept.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        await error;

        // A process does not close the streams that were asked for.
        process.StandardOutput.Dispose();
        process.StandardError.Dispose();
        process.Dispose();
    }
}
