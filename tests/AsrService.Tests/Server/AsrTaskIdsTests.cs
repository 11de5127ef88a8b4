using AsrService.AsrTask;

namespace AsrService.Tests.Server;

public sealed class AsrTaskIdsTests
{
    [Fact]
    public void An_id_is_the_local_time_to_the_microsecond()
    {
        var ids = new AsrTaskIds(new FrozenTime(new DateTimeOffset(2025, 3, 31, 22, 23, 1, TimeSpan.Zero).AddMicroseconds(719319)));

        Assert.Equal("20250331222301719319", ids.Next());
    }

    [Fact]
    public void Ids_within_one_microsecond_differ()
    {
        var ids = new AsrTaskIds(new FrozenTime(DateTimeOffset.UnixEpoch));
        var given = new System.Collections.Concurrent.ConcurrentBag<string>();

        Parallel.For(0, 10_000, _ => given.Add(ids.Next()));

        Assert.Equal(10_000, given.Distinct().Count());
        Assert.All(given, id => Assert.Matches("^[0-9]{20}$", id));
    }

    private sealed class FrozenTime(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
