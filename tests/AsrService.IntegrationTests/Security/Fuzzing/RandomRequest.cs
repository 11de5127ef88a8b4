using AsrService.Hosting;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>A request as somebody could send it who is careless, mistaken or up to no good.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, encoded.</param>
/// <param name="Query">Its query with the question mark, encoded, or nothing.</param>
/// <param name="Headers">Headers besides those of the body and the credentials.</param>
/// <param name="Body">Its body.</param>
/// <param name="Credentials">What it says of its sender.</param>
/// <param name="Garbage">Credentials in no form.</param>
/// <param name="IsChunked">Whether the body's length is not told beforehand.</param>
/// <param name="Source">Which of many addresses it comes from.</param>
internal sealed record RandomRequest(
    string Method, string Path, string Query, IReadOnlyList<(string Name, string Value)> Headers, RandomBody Body, Credentials Credentials, string Garbage, bool IsChunked, int Source)
{
    /// <summary>How many addresses requests come from: wrong credentials are slowed by address.</summary>
    public const int Sources = 100;

    private static readonly Gen<(string Name, string Value)> AnyHeader =
        from name in Gen.Elements("Idempotency-Key", "Origin", "Accept", "Range", "If-None-Match", "Cookie", "Content-Encoding", "X-Forwarded-For", "Accept-Language", "X-HTTP-Method-Override", "X-A")
        from value in Gen.Frequency((6, RandomText.Header), (1, Gen.Constant(new string('h', 9000))))
        select (name, value);

    /// <summary>Requests to an endpoint, most of them with its own method.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="ids">Ids of jobs that there are.</param>
    public static Arbitrary<RandomRequest> To(RouteEndpoint endpoint, IReadOnlyCollection<string> ids)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return (
            from method in Gen.Frequency((6, Gen.Elements(methods.DefaultIfEmpty("GET").ToArray())), (1, Gen.Elements("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")))
            from path in PathOf(endpoint.RoutePattern, ids)
            from query in QueryOf(endpoint)
            from headers in Gen.Choose(0, 3).SelectMany(count => AnyHeader.ArrayOf(count))
            from body in RandomBody.For(endpoint)
            from credentials in Gen.Frequency((4, Gen.Constant(Credentials.Right)), (3, Gen.Constant(Credentials.None)), (1, Gen.Constant(Credentials.Wrong)), (1, Gen.Constant(Credentials.Garbage)))
            from garbage in RandomText.Header
            from isChunked in Gen.Elements(true, false)
            from source in Gen.Choose(0, Sources - 1)
            select new RandomRequest(method, path, query, headers, body, credentials, garbage, isChunked, source)).ToArbitrary();
    }

    /// <summary>Whether Kestrel refuses it by its first line and hangs up, maybe while the rest is still being sent.</summary>
    public bool IsUnreadable => Path.Contains("%00", StringComparison.Ordinal) || Path.Length + Query.Length > 65_000;

    /// <summary>Whether it is for that path whoever reads it.</summary>
    public bool IsBelow(string path) => $"{Path}/".StartsWith($"{path}/", StringComparison.Ordinal) && !Uri.UnescapeDataString(Path).Contains("..", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Method} {Path}{Query} ({Credentials}{(IsChunked ? ", chunked" : "")})\n{string.Join('\n', Headers)}\n{Body}";

    private static Gen<string> PathOf(RoutePattern pattern, IReadOnlyCollection<string> ids)
    {
        var parts = pattern.PathSegments.SelectMany(segment => segment.Parts.Prepend(null)).Select(part => part switch
        {
            null => Gen.Constant("/"),
            RoutePatternLiteralPart literal => Gen.Constant(literal.Content),
            RoutePatternSeparatorPart separator => Gen.Constant(separator.Content),
            _ => Gen.Frequency((1, RandomText.Encoded), (1, Gen.Elements(ids.ToArray()))),
        });
        return
            from path in Gen.CollectToArray(parts)
            from end in Gen.Frequency((9, Gen.Constant("")), (1, Gen.Elements("/", "//", "/x", "/%00", ";a", "%20")))
            select (path.Length == 0 ? "/" : string.Concat(path)) + end;
    }

    private static Gen<string> QueryOf(RouteEndpoint endpoint)
    {
        string[] names = ["format", "id", "requestId", .. endpoint.Metadata.GetMetadata<FilePart>()?.Fields.Select(field => field.Name) ?? []];
        var pair =
            from name in Gen.Frequency((4, Gen.Elements(names)), (1, RandomText.Encoded))
            from value in RandomText.Encoded
            select $"{name}={value}";
        return Gen.Choose(0, 2).SelectMany(count => pair.ArrayOf(count)).Select(pairs => pairs.Length == 0 ? "" : "?" + string.Join('&', pairs));
    }
}
