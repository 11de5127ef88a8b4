using System.Globalization;
using System.Text;

namespace AsrService.Benchmarks.Wer;

/// <summary>Takes away what transcripts may differ in without being wrong: case, punctuation, spaces, forms of characters.</summary>
internal static class TextNormaliser
{
    /// <summary>Lower-case words with one space between them; numbers stay as they are written.</summary>
    public static string Normalise(string text)
    {
        var normalised = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            // "don't" is one word however it is written; any other mark stands between words.
            if (rune.Value is '\'' or '’' or '‘' or 'ʼ')
                continue;
            if (IsPartOfWord(rune))
                normalised.Append(Rune.ToLowerInvariant(rune));
            else if (normalised.Length > 0 && normalised[^1] != ' ')
                normalised.Append(' ');
        }

        return normalised.ToString().TrimEnd();
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
