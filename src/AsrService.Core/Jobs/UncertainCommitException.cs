namespace AsrService.Core.Jobs;

/// <summary>The connection broke while a submission was being committed: the job may exist or not.</summary>
public sealed class UncertainCommitException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">What the database said.</param>
    public UncertainCommitException(Exception inner)
        : base("It is not known whether the job was committed.", inner)
    {
    }
}
