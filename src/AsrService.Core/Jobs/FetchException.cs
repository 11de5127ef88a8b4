namespace AsrService.Core.Jobs;

/// <summary>A recording could not be fetched from its URL.</summary>
/// <param name="message">A sentence for whoever gave the URL.</param>
/// <param name="canPass">Whether a later attempt may succeed.</param>
/// <param name="failure">What a job that needs it fails of.</param>
/// <param name="inner">What happened.</param>
public class FetchException(string message, bool canPass, JobFailure failure, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether a later attempt may succeed.</summary>
    public bool CanPass { get; } = canPass;

    /// <summary>What a job that needs it fails of.</summary>
    public JobFailure Failure { get; } = failure;
}
