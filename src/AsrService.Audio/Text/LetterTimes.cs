using System.Globalization;
using System.Text;
using AsrService.Core.Transcripts;

namespace AsrService.Audio.Text;

/// <summary>When the letters of a text were said: each has an equal share of its word. Whatever is no letter, mark or number takes no time.</summary>
internal sealed class LetterTimes
{
    private readonly List<(double Start, double End)> letters = [];

    /// <summary>Takes the times of the words that together are the text.</summary>
    public LetterTimes(IEnumerable<TranscriptWord> words)
    {
        foreach (var word in words)
        {
            var count = Count(word.Word);
            var share = (word.End - word.Start) / count;
            for (var i = 0; i < count; i++)
                letters.Add((word.Start + (i * share), word.Start + ((i + 1) * share)));
        }
    }

    /// <summary>How many letters there are in a piece of text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
            count += Rune.GetUnicodeCategory(rune) <= UnicodeCategory.OtherNumber ? 1 : 0;
        return count;
    }

    /// <summary>Start and end in milliseconds of so many letters from the one given on, which is 0 for the first.</summary>
    public (int Start, int End) Of(int first, int count) => (Milliseconds(At(first).Start), Milliseconds(At(first + count - 1).End));

    // Should the words not be the whole text, what they lack has the time of the last.
    private (double Start, double End) At(int index) => letters.Count == 0 ? default : letters[Math.Min(index, letters.Count - 1)];

    private static int Milliseconds(double seconds) => (int)Math.Round(seconds * 1000);
}
