using System.Diagnostics;
using System.Net;
using AsrService.AsrTask;
using AsrService.Benchmarks.Running;

namespace AsrService.Benchmarks.Engine;

/// <summary>Sends the same small recording again and again, to each node in turn.</summary>
internal sealed class Submitter : IDisposable
{
    // Callers at once; more would only wait in line for two cores.
    private const int Callers = 16;

    // Half a second at 8 kHz. No recogniser looks at it.
    private static readonly byte[] Recording = new byte[8000];

    private readonly HttpClient[] nodes;

    public Submitter(IEnumerable<NodeProcess> nodes) => this.nodes = [.. nodes.Select(node => new HttpClient { BaseAddress = node.Address })];

    /// <summary>Sends jobs as fast as they are accepted.</summary>
    public Task SendAsync(int jobs, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, jobs, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancellationToken }, async (job, token) => await SendOneAsync(job, token));

    /// <summary>Sends jobs at a constant rate, whether or not earlier ones are accepted.</summary>
    public async Task SendAsync(int jobs, int perSecond, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var clock = Stopwatch.StartNew();
        var sent = new List<Task>();
        while (sent.Count < jobs)
        {
            while (sent.Count < jobs && sent.Count < clock.Elapsed.TotalSeconds * perSecond)
                sent.Add(SendOneAsync(sent.Count, cancellationToken));
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        await Task.WhenAll(sent);
    }

    public void Dispose() => Array.ForEach(nodes, node => node.Dispose());

    private async Task SendOneAsync(int job, CancellationToken cancellationToken)
    {
        using var part = new ByteArrayContent(Recording);
        using var form = new MultipartFormDataContent { { part, "file", "blob" } };
        using var response = await nodes[job % nodes.Length].PostAsync(new Uri($"{AsrTaskApi.Path}/task", UriKind.Relative), form, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Created)
            throw new BenchmarkException($"The server answers {(int)response.StatusCode} to a submission.");
    }
}
