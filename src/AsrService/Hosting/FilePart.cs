namespace AsrService.Hosting;

/// <summary>Marks an endpoint that takes a multipart request with a file, and reads it by itself.</summary>
/// <param name="Name">The part's name.</param>
/// <param name="Fields">What it takes beside the file, as text fields or query parameters.</param>
internal sealed record FilePart(string Name, IReadOnlyList<RequestField> Fields)
{
    /// <summary>A text field that holds the recording as base64 instead of the file; such a request may also be a plain form or JSON. Null where there is none.</summary>
    public string? Base64Name { get; init; }

    /// <summary>What callers are told who send no such part.</summary>
    public string Missing { get; init; } = $"There is no file part named {Name}.";

    /// <summary>Fields of an example.</summary>
    public Dictionary<string, string> Example { get; init; } = new() { ["language"] = "en" };

    /// <summary>Whether there is no recording at all, but only fields: in a form or JSON.</summary>
    public bool HasNoFile { get; init; }

    /// <summary>Whether the recording itself may be the request's body.</summary>
    public bool TakesBody { get; init; }

    /// <summary>Whether the request may come without a recording.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether the request may be JSON instead, with the <c>url</c> of the recording and the same fields.</summary>
    public bool TakesUrl { get; init; }
}
