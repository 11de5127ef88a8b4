using System.Globalization;
using AsrService.Core.Callbacks;

namespace AsrService.Tests.Callbacks;

/// <summary>When a delivery is tried again.</summary>
public sealed class AttemptResultTests
{
    private static readonly CallbackOptions Options = new();

    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:05:00")]
    [InlineData(3, "00:30:00")]
    [InlineData(4, "02:00:00")]
    [InlineData(5, "05:00:00")]
    [InlineData(6, "10:00:00")]
    [InlineData(7, "14:00:00")]
    [InlineData(8, "20:00:00")]
    [InlineData(9, "1.00:00:00")]
    public void Waits_are_those_of_the_standard_moved_by_up_to_a_fifth(int attempt, string expected)
    {
        var wait = Time(expected);
        var waits = Enumerable.Range(0, 1000).Select(_ => Result(DeliveryOutcome.Status, 500).NextAfter(attempt, wasRepeatedAtOnce: false, Options)!.Value).ToList();

        Assert.All(waits, actual => Assert.InRange(actual, wait * 0.8, wait * 1.2));
        Assert.InRange(waits.Max() - waits.Min(), wait * 0.3, wait * 0.4);
    }

    [Fact]
    public void An_attempt_made_at_once_is_besides_the_schedule()
    {
        var result = Result(DeliveryOutcome.Status, 500);

        Assert.InRange(result.NextAfter(2, wasRepeatedAtOnce: true, Options)!.Value, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        Assert.NotNull(result.NextAfter(10, wasRepeatedAtOnce: true, Options));
        Assert.Null(result.NextAfter(11, wasRepeatedAtOnce: true, Options));
    }

    [Fact]
    public void The_tenth_attempt_is_the_last_one() => Assert.Null(Result(DeliveryOutcome.Status, 500).NextAfter(10, wasRepeatedAtOnce: false, Options));

    [Theory]
    [InlineData(DeliveryOutcome.Delivered, 204)]
    [InlineData(DeliveryOutcome.Gone, 410)]
    public void What_is_delivered_or_not_wanted_is_not_sent_again(DeliveryOutcome outcome, int status) =>
        Assert.Null(Result(outcome, status).NextAfter(1, wasRepeatedAtOnce: false, Options));

    [Theory]
    [InlineData(DeliveryOutcome.Unreachable, 1, 0.9, true)]
    [InlineData(DeliveryOutcome.Unreachable, 1, 1.0, false)]
    [InlineData(DeliveryOutcome.Unreachable, 2, 0.1, false)]
    [InlineData(DeliveryOutcome.Status, 1, 0.1, false)]
    [InlineData(DeliveryOutcome.Timeout, 1, 0.1, false)]
    [InlineData(DeliveryOutcome.Refused, 1, 0.1, false)]
    public void Only_a_first_connection_that_failed_within_a_second_is_tried_again_at_once(DeliveryOutcome outcome, int attempt, double seconds, bool isAtOnce) =>
        Assert.Equal(isAtOnce, new AttemptResult(outcome, null, "", TimeSpan.FromSeconds(seconds)).NextAfter(attempt, wasRepeatedAtOnce: false, Options) == TimeSpan.Zero);

    [Theory]
    [InlineData("00:01:00", "00:01:00")]
    [InlineData("01:00:00", "01:00:00")]
    [InlineData("1.00:00:00", "01:00:00")]
    public void Retry_After_is_honoured_for_an_hour_at_most(string asked, string expected) =>
        Assert.Equal(Time(expected), Result(DeliveryOutcome.Status, 429, Time(asked)).NextAfter(1, wasRepeatedAtOnce: false, Options));

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:03:00")]
    [InlineData("-01:00:00")]
    public void Retry_After_brings_no_attempt_earlier_than_the_schedule_does(string asked) =>
        Assert.InRange(Result(DeliveryOutcome.Status, 503, Time(asked)).NextAfter(2, wasRepeatedAtOnce: false, Options)!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));

    [Fact]
    public void Retry_After_adds_no_attempt() => Assert.Null(Result(DeliveryOutcome.Status, 429, TimeSpan.FromMinutes(1)).NextAfter(10, wasRepeatedAtOnce: false, Options));

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static AttemptResult Result(DeliveryOutcome outcome, int status, TimeSpan? retryAfter = null) =>
        new(outcome, status, "", TimeSpan.FromMilliseconds(20), retryAfter);
}
