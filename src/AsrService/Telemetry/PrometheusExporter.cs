using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AsrService.Telemetry;

/// <summary>Collects the metrics when they are asked for.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock gate = new();
    private string text = "";

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The metrics as they stand, in Prometheus' text format.</summary>
    public string Scrape()
    {
        lock (gate)
        {
            Collect?.Invoke(Timeout.Infinite);
            return text;
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var writer = new PrometheusText();
        writer.AddResource(ParentProvider.GetResource());
        foreach (var metric in batch)
            writer.Add(metric);
        text = writer.ToString();
        return ExportResult.Success;
    }
}
