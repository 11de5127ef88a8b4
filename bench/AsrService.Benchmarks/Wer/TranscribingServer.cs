using AsrService.Benchmarks.Running;
using AsrService.Health;

namespace AsrService.Benchmarks.Wer;

/// <summary>The server that is measured: one that runs, or one that lives as long as the measurement.</summary>
internal sealed class TranscribingServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NodeProcess? process;
    private readonly TemporaryDirectory? data;

    private TranscribingServer(Uri address, NodeProcess? process, TemporaryDirectory? data)
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
        try
        {
            var process = await NodeProcess.StartAsync(
                [
                    new("ConnectionStrings__Asr", ""),
                    new("Asr__DataDirectory", data.Path),
                    new("Asr__Whisper__Model", settings.ModelPath),
                    new("Asr__Whisper__Language", settings.Language),
                ],
                cancellationToken);
            return new TranscribingServer(process.Address, process, data);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;

        await process.StopAsync();
        await process.DisposeAsync();
        data!.Dispose();
    }
}
