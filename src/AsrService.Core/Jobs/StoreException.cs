namespace AsrService.Core.Jobs;

/// <summary>The database failed while an attempt wrote to it: that says nothing about the recording, so the attempt may be repeated.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="inner">What the database said.</param>
    public StoreException(Exception inner)
        : base("The job could not be written to the database.", inner)
    {
    }
}
