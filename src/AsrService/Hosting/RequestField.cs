using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Wire;

namespace AsrService.Hosting;

/// <summary>A field of a request that says something about the job.</summary>
/// <param name="Name">Its name, as a text field of a form and as a query parameter.</param>
/// <param name="Meaning">What it does, without a full stop.</param>
/// <param name="Allowed">What it must be, so that "The field … must be …" is a sentence.</param>
/// <param name="Set">The job with the value set, or null when the value is not allowed.</param>
internal sealed record RequestField(string Name, string Meaning, string Allowed, Func<NewJob, string, NewJob?> Set)
{
    /// <summary>Whether a request without it is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A field that sets one of <see cref="TranscriptionOptions"/>.</summary>
    public static RequestField Option(
        string name, string meaning, string allowed, Func<TranscriptionOptions, string, TranscriptionOptions?> set) =>
        new(name, meaning, allowed, (job, value) => set(job.Options, value) is { } options ? job with { Options = options } : null);

    /// <summary>The job with the request's value set; null or blank is none.</summary>
    /// <exception cref="FaultException">The value is not allowed.</exception>
    public NewJob Apply(NewJob job, string? value)
    {
        // Before trimming: a form's fields may have been cut off where they were longer still.
        var next = value?.Length > TranscriptionOptions.MaxPromptLength ? null
            : string.IsNullOrWhiteSpace(value) ? (IsRequired ? null : job)
            : Set(job, value.Trim());
        return next ?? throw new FaultException(new(FaultKind.BadRequest, $"The field {Name} must be {Allowed}.") { Field = Name, IsMissing = string.IsNullOrWhiteSpace(value) });
    }
}
