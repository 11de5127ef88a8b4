using System.Text;
using OpenTelemetry.Metrics;

namespace AsrService.Telemetry;

/// <summary>Names as Prometheus has them, after OpenTelemetry's rules for its exporters.</summary>
internal static class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["min"] = "minutes",
        ["h"] = "hours",
        ["d"] = "days",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["%"] = "percent",
    };

    /// <summary>A metric's name with its unit, and with <c>_total</c> if it only ever grows.</summary>
    public static string Of(string name, string unit, MetricType type)
    {
        var full = Clean(name);
        var suffix = UnitOf(unit, type);
        if (suffix.Length > 0 && !full.EndsWith('_' + suffix, StringComparison.Ordinal))
            full += '_' + suffix;
        return type is MetricType.LongSum or MetricType.DoubleSum ? full + "_total" : full;
    }

    /// <summary>Letters, digits and single underscores; not beginning with a digit.</summary>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var character in name)
        {
            var next = char.IsAsciiLetterOrDigit(character) ? character : '_';
            if (clean.Length == 0 && char.IsAsciiDigit(next))
                clean.Append('_');
            if (next != '_' || clean.Length == 0 || clean[^1] != '_')
                clean.Append(next);
        }

        return clean.ToString();
    }

    private static string UnitOf(string unit, MetricType type)
    {
        // What is in braces is a note: jobs, and not a unit.
        if (unit.Length == 0 || unit[0] == '{')
            return "";
        if (unit == "1")
            return type is MetricType.LongGauge or MetricType.DoubleGauge ? "ratio" : "";
        return unit.Split('/') is [var amount, var per]
            ? Clean($"{UnitOf(amount, type)}_per_{Units.GetValueOrDefault(per, per).TrimEnd('s')}").Trim('_')
            : Units.GetValueOrDefault(unit, Clean(unit).Trim('_'));
    }
}
