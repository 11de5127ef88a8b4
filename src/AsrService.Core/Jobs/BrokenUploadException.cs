namespace AsrService.Core.Jobs;

/// <summary>The audio could not be read to its end: the sender's fault, or the network's.</summary>
public sealed class BrokenUploadException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">What reading said.</param>
    public BrokenUploadException(Exception inner)
        : base("The upload ended early or is malformed.", inner)
    {
    }
}
