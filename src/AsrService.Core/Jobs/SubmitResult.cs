namespace AsrService.Core.Jobs;

/// <summary>What became of a submission.</summary>
public abstract record SubmitResult
{
    private SubmitResult()
    {
    }

    /// <summary>A new job is on disk and in the database.</summary>
    /// <param name="ExternalId">The id for the client.</param>
    public sealed record Accepted(string ExternalId) : SubmitResult;

    /// <summary>The same key, or chosen id, came with the same audio and options before: this is that job.</summary>
    /// <param name="ExternalId">The id for the client.</param>
    public sealed record Repeated(string ExternalId) : SubmitResult;

    /// <summary>The id that the client chose is that of another job of its: refused.</summary>
    public sealed record IdTaken : SubmitResult;

    /// <summary>The same key came with other audio or options before: refused.</summary>
    public sealed record KeyReused : SubmitResult;
}
