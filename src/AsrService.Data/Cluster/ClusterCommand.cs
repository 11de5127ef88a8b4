using System.ComponentModel;
using System.Diagnostics;
using AsrService.Core;

namespace AsrService.Data.Cluster;

/// <summary>Runs the small programs that keep the cluster.</summary>
internal static class ClusterCommand
{
    /// <summary>Runs the program to its end.</summary>
    /// <exception cref="StartUpException">The program failed or could not be started.</exception>
    public static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await TryAsync(command, cancellationToken);
        if (exitCode != 0)
            throw new StartUpException($"{string.Join(' ', command)} failed: {output}");
    }

    public static async Task<(int ExitCode, string Output)> TryAsync(string[] command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Users other than ours may not be allowed into our working directory, and complain when they start there.
            WorkingDirectory = "/",
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, (await error + await output).Trim());
        }
        catch (Win32Exception exception)
        {
            return (127, exception.Message);
        }
    }
}
