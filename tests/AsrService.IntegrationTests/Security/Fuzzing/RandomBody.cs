using System.Globalization;
using System.Text;
using System.Text.Json;
using AsrService.Hosting;
using AsrService.IntegrationTests.Infrastructure;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>A body and what it is said to be.</summary>
internal sealed record RandomBody(string? ContentType, byte[] Bytes)
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data; boundary=b";

    private static readonly Gen<byte[]> AnyBytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

    private static readonly string?[] ContentTypes =
    [
        null, "", "text/plain", Json, "application/json; charset=utf-16", "application/json; charset=none", "application/problem+json", Form, Multipart,
        "multipart/form-data", "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=\"a b\"", "multipart/mixed; boundary=b", "audio/wav", "/", ";;;", "*/*",
    ];

    /// <summary>Bodies for an endpoint: of every form, half of them broken, some under a wrong name.</summary>
    public static Gen<RandomBody> For(Endpoint endpoint)
    {
        var name = NameFor(endpoint);
        var own = Gen.Frequency(
            (1, Gen.Constant(new RandomBody(null, []))),
            (1, AnyBytes.Select(bytes => new RandomBody("application/octet-stream", bytes))),
            (4, Cut(ValueOf(name, 4).Select(Encoding.UTF8.GetBytes)).Select(bytes => new RandomBody(Json, bytes))),
            (4, Cut(Parts(PartNameFor(endpoint, name))).Select(bytes => new RandomBody(Multipart, bytes))),
            (1, Cut(Pairs(name)).Select(bytes => new RandomBody(Form, bytes))));
        return
            from body in own
            from type in Gen.Frequency((4, Gen.Constant(body.ContentType)), (1, Gen.Elements(ContentTypes)))
            select body with { ContentType = type };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{ContentType ?? "no type"}, {Bytes.Length} bytes: {Encoding.Latin1.GetString(Bytes.AsSpan(0, Math.Min(500, Bytes.Length)))}");

    // Names that the endpoint knows, where they can be told, and names that some endpoint could know.
    private static Gen<string> NameFor(Endpoint endpoint)
    {
        var part = endpoint.Metadata.GetMetadata<FilePart>();
        var bound = (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType ?? endpoint.Metadata.GetMetadata<JsonBody>()?.Type)?.GetProperties().Select(property => property.Name) ?? [];
        string[] known =
        [
            .. part is null ? [] : part.Fields.Select(field => field.Name).Append(part.Name),
            .. bound.SelectMany(property => new[] { JsonNamingPolicy.CamelCase.ConvertName(property), JsonNamingPolicy.SnakeCaseLower.ConvertName(property) }),
            "file", "url", "audio", "language", "callback", "id", "name", "password", "data",
        ];
        return Gen.Frequency((9, Gen.Elements(known)), (1, RandomText.Any));
    }

    // Without its file, a form is not looked at for long.
    private static Gen<string> PartNameFor(Endpoint endpoint, Gen<string> name) =>
        endpoint.Metadata.GetMetadata<FilePart>() is { } part ? Gen.Frequency((1, Gen.Constant(part.Name)), (1, name)) : name;

    private static Gen<byte[]> Cut(Gen<byte[]> whole) =>
        from bytes in whole
        from percent in Gen.Frequency((1, Gen.Constant(100)), (1, Gen.Choose(0, 100)))
        select bytes[..(bytes.Length * percent / 100)];

    private static Gen<string> ValueOf(Gen<string> name, int depth)
    {
        var simple = Gen.Frequency(
            (3, RandomText.Any.Select(text => Quoted(text))),
            (1, Gen.Elements("null", "true", "0", "-1", "1.5", "1e999", "123456789012345678901234567890", "\"\\ud800\"", "\"\\u0000\"", "\"\"", "nul", "'a'", new string('[', 200))));
        if (depth == 0)
            return simple;

        var inner = ValueOf(name, depth - 1);
        var pair =
            from key in name
            from value in inner
            select $"{Quoted(key)}:{value}";
        return Gen.Frequency(
            (1, simple), (1, Few(inner).Select(values => $"[{string.Join(',', values)}]")), (4, Few(pair).Select(pairs => $"{{{string.Join(',', pairs)}}}")));
    }

    private static Gen<byte[]> Parts(Gen<string> name)
    {
        var recording = Recordings.Mp3[..3000];
        var part =
            from field in name
            from fileName in Gen.Elements("", "; filename=blob", "; filename=blob", "; filename=\"\"", "; filename*=UTF-8''%e2%82", "; filename=\"../../x\"")
            from type in Gen.Frequency((9, Gen.Constant("Content-Type: audio/wav\r\n")), (1, Gen.Elements("", "Content-Type:\r\n", "X: " + new string('x', 20_000) + "\r\n", "broken\r\n")))
            from content in Gen.Frequency((2, RandomText.Any.Select(Encoding.UTF8.GetBytes)), (1, AnyBytes), (1, Gen.Constant(recording)))
            select (byte[])[.. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"{field}\"{fileName}\r\n{type}\r\n"), .. content, .. "\r\n"u8];
        return Few(part).Select(parts => (byte[])[.. parts.SelectMany(bytes => bytes), .. "--b--\r\n"u8]);
    }

    private static Gen<byte[]> Pairs(Gen<string> name) => Few(
        from key in name
        from value in RandomText.Encoded
        select $"{Uri.EscapeDataString(key)}={value}").Select(pairs => Encoding.UTF8.GetBytes(string.Join('&', pairs)));

    private static Gen<T[]> Few<T>(Gen<T> one) => Gen.Choose(0, 4).SelectMany(count => one.ArrayOf(count));

    // Halves of pairs are written as such.
    private static string Quoted(string text) => $"\"{string.Concat(text.Select(c => c is '"' or '\\' || char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : $"{c}"))}\"";
}
