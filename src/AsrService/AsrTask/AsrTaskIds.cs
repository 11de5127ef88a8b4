using System.Globalization;

namespace AsrService.AsrTask;

/// <summary>Makes the protocol's task ids: 20 digits, the local time to the microsecond.</summary>
internal sealed class AsrTaskIds(TimeProvider time)
{
    public const int Length = 20;

    private readonly Lock gate = new();
    private long last;

    /// <summary>An id that this process has not given before, even within one microsecond.</summary>
    public string Next()
    {
        lock (gate)
        {
            last = Math.Max(last + 1, time.GetLocalNow().Ticks / TimeSpan.TicksPerMicrosecond);
            return new DateTime(last * TimeSpan.TicksPerMicrosecond).ToString("yyyyMMddHHmmssffffff", CultureInfo.InvariantCulture);
        }
    }
}
