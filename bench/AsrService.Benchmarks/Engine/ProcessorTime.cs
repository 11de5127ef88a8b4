using System.Globalization;

namespace AsrService.Benchmarks.Engine;

/// <summary>Processor time of other processes, from <c>/proc/PID/stat</c>.</summary>
internal static class ProcessorTime
{
    // USER_HZ, which Linux has fixed for programs.
    private const double TicksPerSecond = 100;

    /// <summary>What a process has used by itself.</summary>
    public static TimeSpan Of(int process) => Read(process) is { } stat ? TimeSpan.FromSeconds(stat.Own / TicksPerSecond) : default;

    /// <summary>What a process, its children and those of them that have ended have used.</summary>
    public static TimeSpan OfFamily(int parent)
    {
        var children = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture))).Where(stat => stat?.Parent == parent).Sum(stat => stat!.Value.Own);
        return Read(parent) is { } stat ? TimeSpan.FromSeconds((stat.Own + stat.Ended + children) / TicksPerSecond) : default;
    }

    /// <summary>The process that started it.</summary>
    public static int ParentOf(int process) => Read(process)?.Parent ?? 0;

    // Null when it has ended.
    private static (int Parent, long Own, long Ended)? Read(int process)
    {
        try
        {
            // The name stands in parentheses and may hold anything; behind it come state, parent, …, utime (14th of all), stime, cutime, cstime.
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return ((int)Number(1), Number(11) + Number(12), Number(13) + Number(14));

            long Number(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
