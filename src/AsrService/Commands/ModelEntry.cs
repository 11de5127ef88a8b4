namespace AsrService.Commands;

/// <summary>A model as <c>./asr models list</c> tells it.</summary>
/// <param name="Name">The name in the configuration and in requests.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Languages"><c>English</c>, or <c>many</c>.</param>
/// <param name="State">Whether it is here.</param>
/// <param name="IsConfigured">Whether the server uses it where a request names none.</param>
/// <param name="Path">Where the file lies, or would.</param>
/// <param name="Sha256">What its content must hash to; null for a model of the operator's own.</param>
internal sealed record ModelEntry(string Name, long Bytes, string Languages, ModelState State, bool IsConfigured, string Path, string? Sha256);
