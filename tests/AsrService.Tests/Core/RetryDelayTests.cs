using System.ComponentModel.DataAnnotations;
using AsrService.Core.Callbacks;
using AsrService.Core.Jobs;

namespace AsrService.Tests.Core;

public sealed class RetryDelayTests
{
    // Delays are moved at random; so many show where the bounds are.
    private const int Draws = 1000;

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 120)]
    [InlineData(3, 960)]
    [InlineData(4, 7_680)]
    [InlineData(5, 61_440)]
    [InlineData(6, 86_400)]
    [InlineData(100, 86_400)]
    public void Each_attempt_at_a_job_waits_eight_times_longer_up_to_a_day(int attempt, double seconds) =>
        AssertAround(seconds, () => new RetryOptions().DelayAfter(attempt));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 300)]
    [InlineData(9, 86_400)]
    public void Each_attempt_at_a_callback_waits_as_configured(int attempt, double seconds) =>
        AssertAround(seconds, () => new CallbackOptions().DelayAfter(attempt)!.Value);

    [Fact]
    public void After_the_last_wait_there_is_one_attempt_and_no_other()
    {
        Assert.Null(new CallbackOptions().DelayAfter(10));
        Assert.Null(new CallbackOptions { Retries = "" }.DelayAfter(1));
        Assert.Equal(TimeSpan.Zero, new CallbackOptions { Retries = " 0:00:00 ,, 0:00:00" }.DelayAfter(2));
    }

    [Theory]
    [InlineData("00:00:05, 30.00:00:00", true)]
    [InlineData("", true)]
    [InlineData("soon", false)]
    [InlineData("-00:00:01", false)]
    [InlineData("30.00:00:01", false)]
    [InlineData("00:00:05,soon", false)]
    public void Waits_that_cannot_be_read_or_kept_are_refused_at_the_start(string retries, bool isSound)
    {
        var options = new CallbackOptions { Retries = retries };

        Assert.Equal(isSound, !options.Validate(new ValidationContext(options)).Any());
    }

    private static void AssertAround(double seconds, Func<TimeSpan> draw)
    {
        var drawn = Enumerable.Range(0, Draws).Select(_ => draw().TotalSeconds / seconds).ToList();

        Assert.All(drawn, factor => Assert.InRange(factor, 0.8, 1.2));
        Assert.InRange(drawn.Min(), 0.8, 0.85);
        Assert.InRange(drawn.Max(), 1.15, 1.2);
    }
}
