using System.Diagnostics.Metrics;
using System.Reflection;
using AsrService.Core.Jobs;
using AsrService.Core.Telemetry;
using AsrService.Data.Queue;
using AsrService.Data.Storage;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AsrService.Telemetry;

/// <summary>Metrics for whoever asks, and traces and metrics to a collector where OpenTelemetry's variables name one.</summary>
internal static class TelemetryExtensions
{
    private const string ServiceName = "asr-service";

    private static readonly string[] Meters = [AsrMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "System.Runtime", "Npgsql"];

    public static void AddAsrTelemetry(this WebApplicationBuilder builder)
    {
        // Otherwise a request's span does not tell the method, by which the sampler chooses.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        builder.Services.AddSingleton<PrometheusExporter>();
        builder.Services.AddSingleton(provider => Create(
            builder.Configuration, provider.GetRequiredService<QueueOptions>().Node, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<PrometheusExporter>()));
    }

    /// <summary>Begins to listen; the outermost of our middleware.</summary>
    public static void UseAsrTelemetry(this WebApplication app)
    {
        // The listener first: what is counted before it listens is lost.
        var services = app.Services;
        services.GetRequiredService<OpenTelemetrySdk>();
        var metrics = services.GetRequiredService<AsrMetrics>();
        metrics.BeginAtZero();
        services.GetRequiredService<QueueGauges>().Open();
        NodeGauges.Open(metrics, services.GetRequiredService<RunningLeases>(), services.GetRequiredService<QueueOptions>(), services.GetRequiredService<Spool>());
        app.Use(next => context => RequestSpans.InvokeAsync(context, next));
    }

    private static OpenTelemetrySdk Create(IConfiguration configuration, string node, IMeterFactory own, PrometheusExporter prometheus) => OpenTelemetrySdk.Create(telemetry =>
    {
        telemetry.Services.AddSingleton(configuration);
        telemetry.ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: Version, serviceInstanceId: node).AddEnvironmentVariableDetector());
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters).AddReader(new BaseExportingMetricReader(prometheus));

            // A process may hold several servers, as that of the tests does.
            metrics.AddView(instrument => instrument.Meter.Scope is null || instrument.Meter.Scope == own ? null : MetricStreamConfiguration.Drop);
            if (HasCollector(configuration, "METRICS"))
                metrics.AddOtlpExporter();
        });
        if (HasCollector(configuration, "TRACES"))
        {
            // Not HttpClient's spans, which have URLs of clients, nor Npgsql's, of which a job has dozens: their times are in ours, and in metrics.
            telemetry.WithTracing(traces => traces
                .AddSource(AsrTraces.SourceName, "Microsoft.AspNetCore")
                .SetSampler(new ParentBasedSampler(new RootSampler()))
                .AddOtlpExporter());
        }
    });

    private static bool HasCollector(IConfiguration configuration, string signal) =>
        !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || !string.IsNullOrEmpty(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"]);

    private static string? Version => typeof(TelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
