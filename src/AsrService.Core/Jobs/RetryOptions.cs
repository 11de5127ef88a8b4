using System.ComponentModel.DataAnnotations;

namespace AsrService.Core.Jobs;

/// <summary>Attempts at a job whose failure can pass: the section <c>Asr:Retries</c>.</summary>
public sealed class RetryOptions
{
    /// <summary>Attempts in all, lost workers included. Defaults to 3.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The wait before the second attempt. Defaults to 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many times longer each wait is than the one before. Defaults to 8: the second is 2 minutes.</summary>
    [Range(1, 100)]
    public double Factor { get; set; } = 8;

    /// <summary>The wait after an attempt, moved by up to a fifth either way and at most a day.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        // In seconds: a length of time would overflow with the fifteenth attempt.
        var seconds = Math.Min(FirstDelay.TotalSeconds * Math.Pow(Factor, attempt - 1), TimeSpan.SecondsPerDay);
        return Jitter.Move(TimeSpan.FromSeconds(seconds));
    }
}
