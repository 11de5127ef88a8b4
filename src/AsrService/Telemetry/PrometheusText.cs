using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AsrService.Telemetry;

/// <summary>Writes metrics in Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <summary>Adds what is known of this node.</summary>
    public void AddResource(Resource resource)
    {
        Begin("target_info", "What exposes these metrics.", "gauge");
        Line("target_info", LabelsOf(resource.Attributes), "1");
    }

    /// <summary>Adds all series of a metric.</summary>
    public void Add(Metric metric)
    {
        var name = PrometheusName.Of(metric.Name, metric.Unit, metric.MetricType);
        Begin(name, metric.Description, TypeOf(metric.MetricType));
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = LabelsOf(point.Tags);
            if (metric.MetricType == MetricType.Histogram)
                AddHistogram(name, labels, in point);
            else
                Line(name, labels, ValueOf(metric.MetricType, in point));
        }
    }

    public override string ToString() => text.ToString();

    private void AddHistogram(string name, string labels, ref readonly MetricPoint point)
    {
        var count = 0L;
        var before = labels.Length == 0 ? "" : labels + ",";
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            Line(name + "_bucket", $"{before}le=\"{Number(bucket.ExplicitBound)}\"", Number(count));
        }

        Line(name + "_sum", labels, Number(point.GetHistogramSum()));
        Line(name + "_count", labels, Number(point.GetHistogramCount()));
    }

    private void Begin(string name, string help, string type)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(help)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Line(string name, string labels, string value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static string LabelsOf(ReadOnlyTagCollection tags)
    {
        var labels = new List<KeyValuePair<string, object?>>(tags.Count);
        foreach (var tag in tags)
            labels.Add(tag);
        return LabelsOf(labels!);
    }

    // A label that is empty is one that is not there.
    private static string LabelsOf(IEnumerable<KeyValuePair<string, object>> tags) => string.Join(',', tags
        .Select(tag => (tag.Key, Value: Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""))
        .Where(tag => tag.Value.Length > 0)
        .Select(tag => $"{PrometheusName.Clean(tag.Key)}=\"{Escape(tag.Value).Replace("\"", "\\\"", StringComparison.Ordinal)}\""));

    private static string Escape(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static string ValueOf(MetricType type, ref readonly MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
        MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
        MetricType.DoubleGauge => Number(point.GetGaugeLastValueDouble()),
        _ => throw new NotSupportedException($"{type} is no type that is made here."),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
