using AsrService.Core.Recognition;

namespace AsrService.Hosting;

/// <summary>A field of a request that sets one of <see cref="TranscriptionOptions"/>.</summary>
/// <param name="Name">Its name, as a text field of a form and as a query parameter.</param>
/// <param name="Meaning">What it does, without a full stop.</param>
/// <param name="Allowed">What it must be, so that "The field … must be …" is a sentence.</param>
/// <param name="Set">The options with the value set, or null when the value is not allowed.</param>
internal sealed record RequestField(
    string Name, string Meaning, string Allowed, Func<TranscriptionOptions, string, TranscriptionOptions?> Set);
