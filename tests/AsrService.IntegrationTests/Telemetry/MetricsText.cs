using System.Globalization;
using System.Text.RegularExpressions;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>A strict reader of Prometheus' text format: whatever its description does not allow fails the test.</summary>
internal sealed partial class MetricsText
{
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> series = new(StringComparer.Ordinal);

    public MetricsText(string text)
    {
        Assert.EndsWith("\n", text);
        var (family, hasHelp) = ("", false);
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                (family, hasHelp) = (help.Groups["name"].Value, true);
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                Assert.True(hasHelp && type.Groups["name"].Value == family, $"No HELP in front of {line}");
                Assert.True(types.TryAdd(family, type.Groups["type"].Value), $"{family} stands in two places");
                hasHelp = false;
            }
            else
            {
                AddSample(line, family);
            }
        }

        foreach (var (name, _) in types.Where(type => type.Value == "histogram"))
            CheckHistogram(name);
    }

    /// <summary>The names of the metrics, as PromQL knows them but for the endings of histograms.</summary>
    public IEnumerable<string> Families => types.Keys;

    /// <summary>The value of a series such as <c>asr_jobs_ended_total{state="done"}</c>; 0 where there is none.</summary>
    public double this[string name] => series.GetValueOrDefault(name);

    public bool Has(string name) => series.ContainsKey(name);

    public bool IsHistogram(string family) => types.GetValueOrDefault(family) == "histogram";

    private void AddSample(string line, string family)
    {
        var sample = Sample().Match(line);
        Assert.True(sample.Success, $"No sample: {line}");
        var (name, type) = (sample.Groups["name"].Value, types.GetValueOrDefault(family));
        Assert.True(type == "histogram" ? Regex.IsMatch(name, $"^{family}_(bucket|sum|count)$", RegexOptions.NonBacktracking) : name == family, $"Not of {family}: {line}");
        Assert.True(type != "counter" || family.EndsWith("_total", StringComparison.Ordinal), $"A counter without _total: {line}");
        var labels = sample.Groups["label"].Captures.Select(label => label.Value).ToList();
        Assert.Equal(labels.Count, labels.Select(label => label.Split('=')[0]).Distinct().Count());
        var key = labels.Count == 0 ? name : $"{name}{{{string.Join(',', labels)}}}";
        Assert.True(series.TryAdd(key, Number(sample.Groups["value"].Value)), $"Twice: {line}");
    }

    private void CheckHistogram(string name)
    {
        foreach (var (labels, buckets) in series.Where(sample => sample.Key.StartsWith(name + "_bucket{", StringComparison.Ordinal))
            .Select(sample => (Parts: Bucket().Match(sample.Key), sample.Value))
            .GroupBy(bucket => bucket.Parts.Groups["labels"].Value.TrimEnd(','), bucket => (Bound: Number(bucket.Parts.Groups["le"].Value), bucket.Value))
            .Select(group => (group.Key, group.ToList())))
        {
            Assert.Equal(buckets.OrderBy(bucket => bucket.Bound), buckets);
            Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
            var whole = labels.Length == 0 ? "" : $"{{{labels}}}";
            Assert.Equal((double.PositiveInfinity, series[$"{name}_count{whole}"]), buckets[^1]);
            Assert.True(series.ContainsKey($"{name}_sum{whole}"));
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) ([^\\]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\\\|\\"|\\n)*")(,(?<label>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\\\|\\"|\\n)*"))*\})? (?<value>[+-]Inf|NaN|-?[0-9.]+(E[+-]?[0-9]+)?)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""\{(?<labels>.*)le="(?<le>[^"]*)"\}$""")]
    private static partial Regex Bucket();
}
