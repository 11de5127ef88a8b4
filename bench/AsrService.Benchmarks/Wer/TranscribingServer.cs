using System.Diagnostics;
using AsrService.Benchmarks.Running;
using AsrService.Commands;
using AsrService.Health;

namespace AsrService.Benchmarks.Wer;

/// <summary>The server that is measured: one that runs, or one that lives as long as the measurement.</summary>
internal sealed class TranscribingServer : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";

    // A server that neither starts nor stops in this time never will.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process? process;
    private readonly TemporaryDirectory? data;

    private TranscribingServer(Uri address, Process? process, TemporaryDirectory? data)
    {
        Address = address;
        this.process = process;
        this.data = data;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Takes a server that runs.</summary>
    /// <exception cref="BenchmarkException">None does.</exception>
    public static async Task<TranscribingServer> UseAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(new Uri(address, HealthApi.ReadyPath), cancellationToken);
            return response.IsSuccessStatusCode
                ? new TranscribingServer(address, null, null)
                : throw new BenchmarkException($"The server at {address} is not ready; its log tells why.");
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"No server answers at {address}. Start one with ./asr serve, or leave --server out: then one is started for the measurement.");
        }
    }

    /// <summary>Starts a server on a free port with a database of its own.</summary>
    /// <exception cref="BenchmarkException">It does not start.</exception>
    public static async Task<TranscribingServer> StartAsync(RecognitionSettings settings, CancellationToken cancellationToken)
    {
        var data = new TemporaryDirectory();
        var start = new ProcessStartInfo("dotnet", [typeof(AsrTaskClient).Assembly.Location, "serve"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ConnectionStrings__Asr"] = "";
        start.Environment["Asr__DataDirectory"] = data.Path;
        start.Environment["Asr__Whisper__Model"] = settings.ModelPath;
        start.Environment["Asr__Whisper__Language"] = settings.Language;
        var process = Process.Start(start)!;

        // What it says must not fill a pipe and stop it.
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            var address = await ListenAsync(process, cancellationToken).WaitAsync(Deadline, cancellationToken);
            if (address is null)
                throw new BenchmarkException($"The server could not be started: {MeasuredProcess.LastLine(await error)}");

            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new TranscribingServer(address, process, data);
        }
        catch (Exception exception)
        {
            await new TranscribingServer(new Uri("http://127.0.0.1"), process, data).DisposeAsync();
            throw exception is TimeoutException ? new BenchmarkException("The server did not start in time.") : exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;

        if (!process.HasExited)
            Native.SendTerminate(process.Id);
        await process.WaitForExitAsync().WaitAsync(Deadline);
        process.Dispose();
        data!.Dispose();
    }

    private static async Task<Uri?> ListenAsync(Process process, CancellationToken cancellationToken)
    {
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
                return new Uri(line[(at + Announcement.Length)..].Trim());
        }

        return null;
    }
}
