using System.Collections.Concurrent;
using System.Diagnostics;
using AsrService.Commands;

namespace AsrService.Benchmarks.Running;

/// <summary>
/// A server as a process, leader of a process group of its own: a signal reaches its FFmpeg too, and Ctrl-C in a terminal
/// reaches neither.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";

    // A server that neither starts nor stops in this time never will.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeProcess(ProcessStartInfo start)
    {
        process = Process.Start(start)!;

        // What it says must not fill a pipe and stop it.
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => listening.Task.Result;

    /// <summary>Its number, which setsid hands on.</summary>
    public int Id => process.Id;

    /// <summary>All that it has said.</summary>
    public IEnumerable<string> Said => said;

    /// <summary>Starts a server on a free port and waits until it listens.</summary>
    /// <param name="settings">Environment variables such as <c>Asr__Roles</c>, besides this process's own.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    public static async Task<NodeProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("setsid", ["dotnet", typeof(AsrTaskClient).Assembly.Location, "serve"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var node = new NodeProcess(start);
        try
        {
            var end = node.process.WaitForExitAsync(cancellationToken);
            if (await Task.WhenAny(node.listening.Task, end).WaitAsync(Deadline, cancellationToken) != node.listening.Task)
                throw new BenchmarkException($"The server could not be started: {MeasuredProcess.LastLine(string.Join('\n', node.said))}");
            return node;
        }
        catch (Exception exception)
        {
            await node.DisposeAsync();
            throw exception is TimeoutException ? new BenchmarkException("The server did not start in time.") : exception;
        }
    }

    /// <summary>Sends a signal to the server alone, as the system or native code in it does.</summary>
    public void Signal(UnixSignal signal) => Send(process.Id, signal);

    /// <summary>Sends a signal to the server and its FFmpeg, as the end of a machine or of a container does.</summary>
    public void SignalAll(UnixSignal signal) => Send(-process.Id, signal);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Deadline);
        return process.ExitCode;
    }

    /// <summary>Asks it to end in order, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Signal(UnixSignal.Terminate);
        return WaitForExitAsync();
    }

    /// <summary>Kills what is left of it.</summary>
    public async ValueTask DisposeAsync()
    {
        SignalAll(UnixSignal.Kill);

        // Alone, for it may not have made its group yet.
        Signal(UnixSignal.Kill);
        await WaitForExitAsync();
        process.Dispose();
    }

    // The number of a process that has ended may be another's.
    private void Send(int target, UnixSignal signal)
    {
        if (!process.HasExited)
            Native.Send(target, signal);
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;

        said.Enqueue(line);
        if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            listening.TrySetResult(new Uri(line[(at + Announcement.Length)..].Trim()));
    }
}
