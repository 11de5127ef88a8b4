namespace AsrService.Tests.Core;

/// <summary>A clock on which every wait is over at once, except those of at least <paramref name="patience"/>.</summary>
internal sealed class HastyTime(TimeSpan patience) : TimeProvider
{
    /// <summary>The waits that were asked for.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (Waits)
            Waits.Add(dueTime);
        return base.CreateTimer(callback, state, dueTime < patience ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
