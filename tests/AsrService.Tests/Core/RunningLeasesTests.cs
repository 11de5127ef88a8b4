using AsrService.Core.Jobs;
using AsrService.Core.Recognition;

namespace AsrService.Tests.Core;

public sealed class RunningLeasesTests
{
    private readonly RunningLeases running = new();

    [Fact]
    public void Without_leases_there_is_nothing_to_wait_for()
    {
        Assert.True(running.WhenIdle.IsCompleted);
        Assert.Empty(running.All);
    }

    [Fact]
    public async Task Who_waits_until_none_is_held_waits_for_the_last_one()
    {
        var (first, second) = (running.Hold(Lease()), running.Hold(Lease()));
        var idle = running.WhenIdle;
        first.Dispose();
        Assert.False(idle.IsCompleted);
        Assert.Single(running.All);

        second.Dispose();

        await idle;
        Assert.Empty(running.All);
    }

    [Fact]
    public void After_a_pause_there_is_something_to_wait_for_again()
    {
        running.Hold(Lease()).Dispose();

        using var next = running.Hold(Lease());

        Assert.False(running.WhenIdle.IsCompleted);
    }

    [Fact]
    public void A_lease_is_lost_by_its_holder_only()
    {
        var lease = Lease();
        using var holding = running.Hold(lease);
        using var other = running.Hold(Lease());

        running.Lose(lease);

        Assert.True(holding.Lost.IsCancellationRequested);
        Assert.False(other.Lost.IsCancellationRequested);
    }

    [Fact]
    public void One_that_is_held_no_more_can_be_lost_without_harm()
    {
        var lease = Lease();
        running.Hold(lease).Dispose();

        running.Lose(lease);

        Assert.True(running.WhenIdle.IsCompleted);
    }

    private static JobLease Lease() =>
        new(Guid.NewGuid(), 1, 1, null, null, new TranscriptionOptions()) { Origin = new("native", null, JobPriority.Normal, null, TimeSpan.Zero) };
}
