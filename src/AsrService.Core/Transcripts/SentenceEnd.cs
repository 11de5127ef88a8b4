namespace AsrService.Core.Transcripts;

/// <summary>Where a sentence ends by its punctuation.</summary>
/// <remarks>
/// A CJK mark always ends one. A Latin mark does where white space or a CJK character follows ("3.5" does not), unless the next word
/// begins with a small letter, or it is the dot of an abbreviation: a single letter, letters with dots between them ("U.S.", "Ph.D."),
/// or a title. So what follows on "in the U.S." is taken for a part of that sentence: rather two in one than one in halves.
/// </remarks>
internal static class SentenceEnd
{
    private const string Latin = ".!?…";
    private const string Cjk = "。！？；｡";

    // Quotes and brackets that close belong to the sentence before them.
    private const string Closing = "\"')]}”’»」』）】》〉";

    private static readonly HashSet<string> Titles = ["Mr", "Mrs", "Ms", "Dr", "Prof", "St"];

    /// <summary>Whether a sentence ends directly before <paramref name="index"/>.</summary>
    public static bool IsAt(string text, int index)
    {
        if (index == text.Length)
            return true;
        if (IsMark(text[index]) || Closing.Contains(text[index]))
            return false;

        var marks = text.AsSpan(0, index).TrimEnd(Closing);
        var before = marks.TrimEnd(Latin + Cjk);
        marks = marks[before.Length..];
        if (marks.ContainsAny(Cjk))
            return true;
        return marks.Length > 0 && IsApart(text, index) && !(marks is "." && IsAbbreviation(before));
    }

    private static bool IsMark(char c) => Latin.Contains(c) || Cjk.Contains(c);

    private static bool IsApart(string text, int index)
    {
        if (!char.IsWhiteSpace(text[index]))
            return IsCjk(text[index]);

        var next = index;
        while (next < text.Length && !char.IsLetterOrDigit(text[next]))
            next++;
        return next == text.Length || !char.IsLower(text[next]);
    }

    private static bool IsAbbreviation(ReadOnlySpan<char> before)
    {
        var start = before.Length;
        while (start > 0 && (char.IsLetter(before[start - 1]) || before[start - 1] == '.') && !IsCjk(before[start - 1]))
            start--;
        var word = before[start..].ToString();
        return Titles.Contains(word) || (word.Split('.') is [var only] ? only.Length == 1 : word.Split('.').All(part => part.Length is 1 or 2));
    }

    // From the radicals on, all scripts but the Korean one are written without spaces. Halves of pairs are rarer characters of them.
    private static bool IsCjk(char c) => c >= '\u2E80' && c is not (>= '\uAC00' and <= '\uD7A3');
}
