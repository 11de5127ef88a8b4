namespace AsrService.Hosting;

/// <summary>Marks an endpoint that takes JSON and reads it by itself.</summary>
/// <param name="Type">What the JSON is, for the description of the interface.</param>
internal sealed record JsonBody(Type Type);
