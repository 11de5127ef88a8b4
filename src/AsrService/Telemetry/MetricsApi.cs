using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.Telemetry;

/// <summary>The metrics for Prometheus.</summary>
internal static class MetricsApi
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(Path, Show).ExcludeFromDescription().DisableHttpMetrics();

    private static IResult Show(HttpContext context, MetricsOptions options, PrometheusExporter exporter) => MayRead(context, options)
        ? Results.Text(exporter.Scrape(), PrometheusText.ContentType)
        : Faults.Answer(context, new(FaultKind.NoPermission, "Metrics are shown to this machine and to the networks of Asr:Metrics:AllowedNetworks."));

    private static bool MayRead(HttpContext context, MetricsOptions options) => Access.IsFromHere(context)
        || (context.Connection.RemoteIpAddress is { } address && NetworkList.Contains(NetworkList.Parse(options.AllowedNetworks), address));
}
