namespace AsrService.Hosting;

/// <summary>Marks an endpoint that takes a multipart request with a file, and reads it by itself.</summary>
/// <param name="Name">The part's name.</param>
internal sealed record FilePart(string Name);
