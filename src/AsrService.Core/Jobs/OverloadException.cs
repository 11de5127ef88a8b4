namespace AsrService.Core.Jobs;

/// <summary>The server takes no more work for now. What it has accepted is not affected.</summary>
public sealed class OverloadException : Exception
{
    /// <summary>When to ask again.</summary>
    public static TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Creates the exception.</summary>
    /// <param name="message">A sentence for the caller.</param>
    public OverloadException(string message)
        : base(message)
    {
    }
}
