namespace AsrService.Models;

/// <summary>A model could not be fetched. The message is one sentence for the operator.</summary>
/// <param name="message">The sentence.</param>
/// <param name="canPass">Whether trying again may help.</param>
/// <param name="inner">What was caught.</param>
internal sealed class PullException(string message, bool canPass = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether trying again may help.</summary>
    public bool CanPass => canPass;

    /// <summary>When the other server wants to be asked again; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
