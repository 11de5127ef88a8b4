using AsrService.Core.Jobs;
using AsrService.Data.Queue;

namespace AsrService.Tests.Data;

public sealed class QueueKeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Classes_lie_apart_however_many_jobs_wait()
    {
        var last = Enumerable.Range(0, 100_000).Aggregate((DateTimeOffset?)null, (key, _) => QueueKey.Next(JobPriority.Normal, Now, key));

        Assert.True(QueueKey.Next(JobPriority.Interactive, Now.AddYears(1), null) < QueueKey.Next(JobPriority.Normal, Now, null));
        Assert.True(last < QueueKey.Next(JobPriority.Bulk, Now, null));
    }

    [Fact]
    public void A_clients_second_job_stands_behind_the_first_of_one_who_comes_later()
    {
        var second = QueueKey.Next(JobPriority.Normal, Now, QueueKey.Next(JobPriority.Normal, Now, null));

        Assert.True(QueueKey.Next(JobPriority.Normal, Now.AddSeconds(30), null) < second);
    }

    [Theory]
    [InlineData(JobPriority.Interactive)]
    [InlineData(JobPriority.Normal)]
    [InlineData(JobPriority.Bulk)]
    public void Every_place_is_in_the_past(JobPriority priority)
    {
        var last = Enumerable.Range(0, 100_000).Aggregate((DateTimeOffset?)null, (key, _) => QueueKey.Next(priority, Now, key));

        Assert.True(last < Now);
    }
}
