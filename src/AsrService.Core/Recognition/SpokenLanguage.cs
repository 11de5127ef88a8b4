using System.Collections.Frozen;

namespace AsrService.Core.Recognition;

/// <summary>The languages that Whisper was trained on.</summary>
public static class SpokenLanguage
{
    /// <summary>Has the language detected.</summary>
    public const string Auto = "auto";

    /// <summary>The 100 codes, as Whisper spells them: ISO 639, most of two letters. A given model may know fewer.</summary>
    public static IReadOnlySet<string> Codes { get; } = FrozenSet.ToFrozenSet(
        ("af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja "
        + "jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq "
        + "sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh").Split(' '),
        StringComparer.Ordinal);
}
