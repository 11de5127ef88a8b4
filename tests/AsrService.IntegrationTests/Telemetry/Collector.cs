using System.Collections.Concurrent;
using System.Text;
using AsrService.IntegrationTests.Infrastructure;
using AsrService.Tests.Outgoing;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>An OpenTelemetry collector: takes what servers export over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<CollectedSpan> spans = new();
    private readonly ConcurrentQueue<string> requests = new();
    private LoopbackServer server = null!;

    /// <summary>All spans that have arrived, of all servers in this process.</summary>
    public IReadOnlyCollection<CollectedSpan> Spans => spans;

    /// <summary>All that has arrived, each byte as a character.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>What a server is told to export here, and soon.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", server.Url.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=ward"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector.server = await LoopbackServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            collector.requests.Enqueue($"{context.Request.Path} {context.Request.Headers["x-tenant"]} {Encoding.Latin1.GetString(body.ToArray())}");
            if (context.Request.Path == "/v1/traces")
            {
                // Without those of the tests' own little servers in this process, this one among them, which nobody names.
                foreach (var span in CollectedSpan.Parse(body.ToArray()).Where(span => span.Name != "Microsoft.AspNetCore.Hosting.HttpRequestIn"))
                    collector.spans.Enqueue(span);
            }
        });
        return collector;
    }

    /// <summary>The spans of the trace that a job is in, once they are as <paramref name="until"/> wants them.</summary>
    public Task<IReadOnlyList<CollectedSpan>> TraceOfAsync(Guid job, Func<IReadOnlyList<CollectedSpan>, bool> until) => Poll.UntilAsync(
        () =>
        {
            var trace = spans.FirstOrDefault(span => span.Name == "submit" && span.Tag("asr.job.id") == job.ToString())?.TraceId;
            return Task.FromResult<IReadOnlyList<CollectedSpan>>([.. spans.Where(span => span.TraceId == trace)]);
        },
        until);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
