using FsCheck;
using FsCheck.Fluent;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>Text as no program expects it.</summary>
internal static class RandomText
{
    /// <summary>What has broken programs before, and any characters, halves of pairs among them.</summary>
    public static readonly Gen<string> Any = Gen.Frequency(
        (2, Gen.Elements(
            "", " ", ".", "..", "../../..", "\0", "a\0b", "\n", "\r\nX: 1", "%", "%00", "\u202e", "😀", "\ud83d", "国", "\ufffe", "'; drop table jobs; --", "{0}", "-1", "0",
            "1e999", "NaN", "9223372036854775808", "true", "null", "[]", "{\"a\":1}", "http://127.0.0.1:1/", "file:///etc/passwd", "<b>", new string('a', 3000))),
        (1, Gen.Choose(0, char.MaxValue).ArrayOf().Select(codes => new string([.. codes.Select(code => (char)code)]))),
        (1, Gen.Choose(' ', '~').ArrayOf().Select(codes => new string([.. codes.Select(code => (char)code)]))));

    /// <summary>Ids as a protocol gives them, of nothing.</summary>
    public static readonly Gen<string> Id = Gen.Elements("20250331222301719319", "0197d1e0-0000-7000-8000-000000000000", "00000000-0000-0000-0000-000000000000", "1");

    /// <summary>A part of a path or query, encoded in some way or wrongly.</summary>
    public static readonly Gen<string> Encoded = Gen.Frequency(
        (4, Any.Select(Uri.EscapeDataString)),
        (2, Id),
        (1, Gen.Elements("%00", "%2F", "%2e%2e", "%ED%A0%80", "%ff%fe", "%C0%AF", "%zz", "%", "%0A%0D", "a;b", ":", "@", "+", "//")));

    /// <summary>A header's value.</summary>
    public static readonly Gen<string> Header = Any.Select(text => new string([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]));
}
