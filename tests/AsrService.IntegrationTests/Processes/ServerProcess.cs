using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AsrService.IntegrationTests.Infrastructure;

namespace AsrService.IntegrationTests.Processes;

/// <summary><c>./asr serve</c> as a user runs it, in a process group of its own as a terminal would make it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";

    // A server that neither starts nor stops in this time never will.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ConcurrentQueue<string> said;

    private ServerProcess(Process process, ConcurrentQueue<string> said)
    {
        this.process = process;
        this.said = said;
    }

    public required HttpClient Http { get; init; }

    public AsrTaskDriver Tasks => new(Http);

    /// <summary>Starts the server on a free port and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string dataDirectory)
    {
        // Whoever runs the tests in the background hands on an ignored Ctrl-C, which no program undoes for itself.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", Path.Combine(SetupFiles.Root, "asr"), "serve"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Asr__DataDirectory"] = dataDirectory;
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline) is { } line)
        {
            RunLog.Current.Write(line);
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            {
                var address = new Uri(line[(at + Announcement.Length)..].Trim());
                return new ServerProcess(process, KeepReading(process)) { Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) } };
            }
        }

        throw new InvalidOperationException($"The server ended with {process.ExitCode} before it listened");
    }

    /// <summary>Sends a signal to the whole process group, as Ctrl-C does, and waits for the end.</summary>
    public async Task<int> SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, "--", string.Create(CultureInfo.InvariantCulture, $"-{process.Id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            process.Kill();
            Assert.Fail($"The server does not end. It said: {string.Join('\n', said)}");
        }

        return process.ExitCode;
    }

    // What the server says must not fill the pipe and stop it.
    private static ConcurrentQueue<string> KeepReading(Process process)
    {
        var lines = new ConcurrentQueue<string>();
        _ = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                RunLog.Current.Write(line);
                lines.Enqueue(line);
            }
        });
        return lines;
    }

    /// <summary>Kills the server and nothing else of its process group.</summary>
    public void KillAlone() => process.Kill();

    /// <summary>A line of <c>/proc/PID/status</c> in bytes, for example <c>VmHWM</c>, the most memory that was ever resident.</summary>
    public long Memory(string name)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await SignalAsync("TERM");
        Http.Dispose();
        process.Dispose();
    }
}
