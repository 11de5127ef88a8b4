namespace AsrService.Core.Callbacks;

/// <summary>How one request to an endpoint ended.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="StatusCode">The HTTP status; null when there was no answer.</param>
/// <param name="Detail">The beginning of the answer's body, or what went wrong.</param>
/// <param name="Duration">From the first byte to the last.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again.</param>
public sealed record AttemptResult(DeliveryOutcome Outcome, int? StatusCode, string Detail, TimeSpan Duration, TimeSpan? RetryAfter = null)
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>Whether the connection failed so quickly that it is tried again at once: most often a receiver that is just being restarted.</summary>
    /// <param name="attempt">The attempt that ended so, from 1; only after the first one.</param>
    public bool IsRepeatedAtOnce(int attempt) => attempt == 1 && Outcome == DeliveryOutcome.Unreachable && Duration < Quick;

    /// <summary>How long to wait before the next attempt; null when there is none.</summary>
    /// <param name="attempt">The attempt that ended so, from 1.</param>
    /// <param name="wasRepeatedAtOnce">Whether the second attempt came at once; it does not count among those of the schedule.</param>
    /// <param name="options">The waits.</param>
    public TimeSpan? NextAfter(int attempt, bool wasRepeatedAtOnce, CallbackOptions options)
    {
        if (IsRepeatedAtOnce(attempt))
            return TimeSpan.Zero;

        if (Outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Gone || options.DelayAfter(wasRepeatedAtOnce ? attempt - 1 : attempt) is not { } delay)
            return null;

        var wanted = RetryAfter > LongestRetryAfter ? LongestRetryAfter : RetryAfter;
        return wanted > delay ? wanted : delay;
    }
}
