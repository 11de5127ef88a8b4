namespace AsrService.Hosting;

/// <summary>Marks an endpoint with one of its answers, for the description of the interface.</summary>
/// <param name="StatusCode">Its HTTP status.</param>
/// <param name="ContentType">What it is.</param>
/// <param name="Value">What is written.</param>
internal sealed record Example(int StatusCode, string ContentType, object Value);
