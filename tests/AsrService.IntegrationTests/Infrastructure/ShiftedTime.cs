namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>A clock that can be set forward; timers run as ever.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public void Move(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
