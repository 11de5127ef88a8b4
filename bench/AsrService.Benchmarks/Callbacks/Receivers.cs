using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AsrService.Core.Callbacks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AsrService.Benchmarks.Callbacks;

/// <summary>The servers of several partners in one program, each at a loopback address of its own. They take their time to answer.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TimeSpan answerAfter;
    private readonly ConcurrentQueue<Arrival> arrivals = new();
    private readonly Gauge all = new();
    private readonly ConcurrentDictionary<IPAddress, Gauge> hosts = new();

    private Receivers(WebApplication app, TimeSpan answerAfter)
    {
        (this.app, this.answerAfter) = (app, answerAfter);
        app.Run(ReceiveAsync);
    }

    /// <summary>One for each host.</summary>
    public IReadOnlyList<string> Urls => [.. app.Urls.Select(url => $"{url}/ended")];

    /// <summary>What has arrived.</summary>
    public IReadOnlyCollection<Arrival> Arrivals => arrivals;

    /// <summary>Most requests that were answered at once.</summary>
    public int MostAtOnce => all.Most;

    /// <summary>Most requests that one host answered at once.</summary>
    public int MostPerHost => hosts.Values.Max(host => host.Most);

    /// <summary>What callbacks must be signed with.</summary>
    public string Secret { private get; set; } = "";

    /// <summary>Listens.</summary>
    /// <param name="count">Number of hosts.</param>
    /// <param name="answerAfter">How long each takes for an answer.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<Receivers> StartAsync(int count, TimeSpan answerAfter, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            for (byte host = 1; host <= count; host++)
                kestrel.Listen(new IPAddress([127, 0, 0, host]), 0);
        });
        var receivers = new Receivers(builder.Build(), answerAfter);
        await receivers.app.StartAsync(cancellationToken);
        return receivers;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        var host = hosts.GetOrAdd(context.Connection.LocalIpAddress!, _ => new Gauge());
        all.Enter();
        host.Enter();
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            arrivals.Enqueue(Read(context.Request.Headers, body.ToArray()));
            await Task.Delay(answerAfter, TimeProvider.System, context.RequestAborted);
        }
        finally
        {
            host.Leave();
            all.Leave();
        }
    }

    private Arrival Read(IHeaderDictionary headers, byte[] body)
    {
        var at = TimeProvider.System.GetUtcNow();
        var id = headers["webhook-id"].ToString();
        var timestamp = long.Parse(headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        using var json = JsonDocument.Parse(body);
        return new Arrival(
            id, json.RootElement.GetProperty("data").GetProperty("id").GetGuid(), at, headers["webhook-signature"] == WebhookSignature.Of([Secret], id, timestamp, body));
    }
}
