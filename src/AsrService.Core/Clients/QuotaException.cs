namespace AsrService.Core.Clients;

/// <summary>A client has used up what it may use.</summary>
/// <param name="isQuota">Whether it is the day's audio; otherwise too many of its jobs wait.</param>
/// <param name="message">A sentence for the caller.</param>
/// <param name="retryAfter">When to ask again.</param>
public sealed class QuotaException(bool isQuota, string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>Whether it is the day's audio; otherwise too many of its jobs wait.</summary>
    public bool IsQuota { get; } = isQuota;

    /// <summary>When to ask again.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
