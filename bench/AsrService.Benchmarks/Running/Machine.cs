using System.Globalization;
using System.Runtime.InteropServices;

namespace AsrService.Benchmarks.Running;

/// <summary>The machine that figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory, systems and what else is going on, in one line.</summary>
    public static string Describe()
    {
        var processor = Value("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{processor}, {Environment.ProcessorCount} cores, {memory:0.#} GiB; {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; load {load} before the start");
    }

    private static string? Value(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
}
