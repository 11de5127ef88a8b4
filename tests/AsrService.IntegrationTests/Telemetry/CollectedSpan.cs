using System.Text;
using Google.Protobuf;

namespace AsrService.IntegrationTests.Telemetry;

/// <summary>A span as OpenTelemetry's protocol has it, as far as the tests look at it.</summary>
internal sealed record CollectedSpan(string TraceId, string Id, string ParentId, string Name, IReadOnlyDictionary<string, string> Tags, string Node)
{
    public string Tag(string name) => Tags.GetValueOrDefault(name, "");

    /// <summary>The spans of an ExportTraceServiceRequest.</summary>
    public static IEnumerable<CollectedSpan> Parse(byte[] request)
    {
        foreach (var resourceSpans in Messages(request, 1))
        {
            var resource = Messages(resourceSpans, 1).SelectMany(resource => Messages(resource, 1)).Select(Attribute).ToDictionary();
            foreach (var span in Messages(resourceSpans, 2).SelectMany(scopeSpans => Messages(scopeSpans, 2)))
            {
                yield return new(
                    Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Messages(span, 5).Single()), Messages(span, 9).Select(Attribute).ToDictionary(),
                    resource["service.instance.id"]);
            }
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Messages(message, field).SingleOrDefault() ?? []);

    private static KeyValuePair<string, string> Attribute(byte[] keyValue) =>
        new(Encoding.UTF8.GetString(Messages(keyValue, 1).Single()), Value(Messages(keyValue, 2).Single()));

    // AnyValue: text, truth, whole number or number.
    private static string Value(byte[] value)
    {
        using var input = new CodedInputStream(value);
        return WireFormat.GetTagFieldNumber(input.ReadTag()) switch
        {
            1 => input.ReadString(),
            2 => $"{input.ReadBool()}",
            3 => $"{input.ReadInt64()}",
            4 => FormattableString.Invariant($"{input.ReadDouble()}"),
            var field => throw new InvalidDataException($"A value of kind {field}"),
        };
    }

    // All values of a field that are messages, texts or bytes.
    private static List<byte[]> Messages(byte[] message, int field)
    {
        var found = new List<byte[]>();
        using var input = new CodedInputStream(message);
        while (input.ReadTag() is not 0 and var tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }

        return found;
    }
}
