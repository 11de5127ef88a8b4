using System.Globalization;

namespace AsrService.Models;

/// <summary>Lengths of files, for people.</summary>
internal static class ByteSize
{
    /// <summary>In MiB or GiB, as whisper.cpp tells its models' sizes.</summary>
    public static string Of(long bytes) => bytes < 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB");
}
