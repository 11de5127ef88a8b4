using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace AsrService.Audio.Decoding;

/// <summary>An FFmpeg program at work; disposing ends it.</summary>
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

    /// <exception cref="InvalidOperationException">The program is not installed.</exception>
    public static ChildProcess Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return new ChildProcess(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{program} cannot be started; is FFmpeg installed?", exception);
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(bool Succeeded, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var child = Start(program, arguments);
        using var reader = new StreamReader(child.Output);
        var output = await reader.ReadToEndAsync(cancellationToken);
        var (succeeded, error) = await child.EndAsync(cancellationToken);
        return (succeeded, output, error);
    }

    /// <summary>Waits for the end and tells how it went, with what the program said on standard error.</summary>
    public async Task<(bool Succeeded, string Error)> EndAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode == 0, (await error).Trim());
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
