using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AsrService.Whisper.Native;

namespace AsrService.Tests.Whisper;

/// <summary>Holds our structs against the compiler's: they go by value, so a wrong byte is memory corruption.</summary>
public sealed partial class AbiTests
{
    public static TheoryData<string> Structs => new(Types.Keys);

    private static Dictionary<string, Type> Types => new()
    {
        ["whisper_aheads"] = typeof(WhisperAheads),
        ["whisper_context_params"] = typeof(WhisperContextParams),
        ["whisper_full_params"] = typeof(WhisperFullParams),
        ["whisper_token_data"] = typeof(WhisperTokenData),
        ["whisper_vad_context_params"] = typeof(WhisperVadContextParams),
        ["whisper_vad_params"] = typeof(WhisperVadParams),
    };

    [Theory]
    [MemberData(nameof(Structs))]
    public void Each_field_of_the_header_lies_where_ours_does(string name)
    {
        var expected = ReadAbi(name);
        var actual = Layout(Types[name]);

        Assert.NotEmpty(expected);
        foreach (var (field, place) in expected)
            Assert.True(actual.TryGetValue(field, out var ours) && ours == place, $"{name}.{field}: native {place}, ours {ours}");
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void We_have_no_field_that_the_header_lacks(string name)
    {
        // The table may name an inner struct as a whole or its fields one by one.
        var expected = ReadAbi(name).Keys;
        foreach (var field in Layout(Types[name]).Keys)
        {
            Assert.True(
                expected.Any(native => field == native || field.StartsWith(native + ".", StringComparison.Ordinal)
                    || native.StartsWith(field + ".", StringComparison.Ordinal)),
                $"{name} has no {field}");
        }
    }

    [Theory]
    [MemberData(nameof(Structs))]
    public void The_table_names_each_field_of_the_header(string name)
    {
        var header = Comment().Replace(File.ReadAllText(SetupFiles.WhisperHeader), "");
        var body = Body(header, name);
        var declared = Declarator().Matches(body).Select(match => match.Groups[1].Value).ToList();
        var table = ReadAbi(name).Keys.SelectMany(field => field.Split('.')).ToHashSet();

        Assert.NotEmpty(declared);
        Assert.All(declared, field => Assert.Contains(field, table));
    }

    private static Dictionary<string, (int Offset, int Size)> ReadAbi(string name) =>
        File.ReadLines(SetupFiles.WhisperAbi)
            .Select(line => line.Split('\t'))
            .Where(columns => columns[0] == name)
            .ToDictionary(
                columns => columns[1],
                columns => (int.Parse(columns[2], CultureInfo.InvariantCulture), int.Parse(columns[3], CultureInfo.InvariantCulture)));

    private static Dictionary<string, (int Offset, int Size)> Layout(Type type)
    {
        var layout = new Dictionary<string, (int, int)> { ["-"] = (0, Marshal.SizeOf(type)) };
        Add(layout, type, "", 0);
        return layout;
    }

    private static void Add(Dictionary<string, (int, int)> layout, Type type, string prefix, int start)
    {
        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            var name = prefix + Snake(field.Name);
            var offset = start + (int)Marshal.OffsetOf(type, field.Name);
            layout[name] = (offset, Marshal.SizeOf(field.FieldType));
            if (!field.FieldType.IsPrimitive)
                Add(layout, field.FieldType, name + ".", offset);
        }
    }

    private static string Snake(string name) => string.Concat(
        name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Body(string header, string name)
    {
        var start = header.IndexOf('{', Regex.Match(header, $@"struct\s+{name}\s*\{{").Index) + 1;
        var end = start;
        for (var depth = 1; depth > 0; end++)
            depth += header[end] switch { '{' => 1, '}' => -1, _ => 0 };
        return header[start..(end - 1)];
    }

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(\w+)\s*;")]
    private static partial Regex Declarator();
}
