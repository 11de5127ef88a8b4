using AsrService.Core;
using AsrService.Tests.Outgoing;

namespace AsrService.Tests.Core;

public sealed class BellTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualTime time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_waits_is_woken()
    {
        var bell = new Bell();
        var waiting = bell.WaitAsync(Patience, time, Token);
        Assert.False(waiting.IsCompleted);

        bell.Ring();

        await waiting;
    }

    [Fact]
    public async Task A_ring_that_came_before_is_heard_once_however_many_there_were()
    {
        var bell = new Bell();
        bell.Ring();
        bell.Ring();

        await bell.WaitAsync(Patience, time, Token);

        Assert.False(bell.WaitAsync(Patience, time, Token).IsCompleted);
    }

    [Fact]
    public async Task Waiting_ends_by_itself_when_the_time_is_up()
    {
        var waiting = new Bell().WaitAsync(Patience, time, Token);

        time.Advance(Patience);

        await waiting;
    }

    [Fact]
    public async Task Who_is_told_to_stop_does_not_take_that_for_a_ring()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new Bell().WaitAsync(Patience, time, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task All_who_watch_a_thing_are_woken_and_nobody_else()
    {
        var (bells, id) = (new Bells(), Guid.NewGuid());
        using var one = bells.Of(id);
        using var another = bells.Of(id);
        using var stranger = bells.Of(Guid.NewGuid());

        bells.Ring(id);

        await one.WaitAsync(Patience, time, Token);
        await another.WaitAsync(Patience, time, Token);
        Assert.False(stranger.WaitAsync(Patience, time, Token).IsCompleted);
    }

    [Fact]
    public async Task Who_watches_no_more_is_not_woken_and_takes_the_bell_from_nobody()
    {
        var (bells, id) = (new Bells(), Guid.NewGuid());
        using var stays = bells.Of(id);
        var leaves = bells.Of(id);
        leaves.Dispose();
        leaves.Dispose();

        bells.Ring(id);

        await stays.WaitAsync(Patience, time, Token);
        Assert.False(leaves.WaitAsync(Patience, time, Token).IsCompleted);
    }

    [Fact]
    public void What_nobody_watches_may_be_rung_for() => new Bells().Ring(Guid.NewGuid());
}
