namespace AsrService.Core.Jobs;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    /// <summary>Not yet.</summary>
    Running,

    /// <summary>With a transcript.</summary>
    Done,

    /// <summary>With a failure that ends the job.</summary>
    Failed,

    /// <summary>With a failure that can pass; the job is tried again.</summary>
    Retried,

    /// <summary>Interrupted by the node's shutdown; it does not count.</summary>
    Released,

    /// <summary>The worker was not heard of any more.</summary>
    Lost,

    /// <summary>A caller cancelled the job.</summary>
    Cancelled,
}
