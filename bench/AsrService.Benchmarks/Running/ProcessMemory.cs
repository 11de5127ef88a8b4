using System.Globalization;

namespace AsrService.Benchmarks.Running;

/// <summary>What /proc tells of a process's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most bytes that it has ever had resident; 0 when it has ended.</summary>
    public static long PeakBytes(int processId) => Read(processId, "VmHWM:");

    /// <summary>The bytes that it has resident now; 0 when it has ended.</summary>
    public static long ResidentBytes(int processId) => Read(processId, "VmRSS:");

    private static long Read(int processId, string key)
    {
        try
        {
            // "VmHWM:     81234 kB"; a process that is ending has no such line any more.
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
