using AsrService.Core.Jobs;

namespace AsrService.Data.Queue;

/// <summary>
/// A job's place in the queue: a point in time, always in the past, so that Quartz, which runs what is due longest, runs
/// jobs in this order. Classes lie years apart. Within one, jobs come in the order of their arrival, but the n-th
/// waiting job of a client as if it had come n minutes later: ten thousand files of one client do not hold up one of another.
/// </summary>
/// <remarks>Start-time fair queuing: P. Goyal, H. M. Vin, H. Cheng, SIGCOMM 1996.</remarks>
internal static class QueueKey
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMinutes(1);

    // The gaps hold more than two million waiting jobs of one client.
    private static readonly TimeSpan Gap = TimeSpan.FromDays(5 * 365);

    /// <summary>The place of a job that arrives.</summary>
    /// <param name="priority">Its class.</param>
    /// <param name="now">When it arrives.</param>
    /// <param name="last">The place of the client's last waiting job of that class.</param>
    public static DateTimeOffset Next(JobPriority priority, DateTimeOffset now, DateTimeOffset? last)
    {
        var arrival = now - (Gap * (1 + (int)JobPriority.Bulk - (int)priority));
        var behind = (last ?? DateTimeOffset.MinValue) + Spacing;
        return behind > arrival ? behind : arrival;
    }
}
