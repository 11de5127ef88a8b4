using System.Text;

namespace AsrService.Benchmarks.Wer;

/// <summary>Compares what was recognised with what was said: by words, or by characters where a script has no spaces.</summary>
internal sealed class Scorer(string language)
{
    private readonly bool byCharacters = language is "zh" or "ja" or "ko";

    /// <summary>The rate's name: WER or CER.</summary>
    public string Name => byCharacters ? "CER" : "WER";

    /// <summary>The fewest changes that make the reference into the hypothesis.</summary>
    public ErrorRate Score(string reference, string hypothesis)
    {
        var expected = Units(reference);
        return new ErrorRate(Distance(expected, Units(hypothesis)), expected.Length);
    }

    private string[] Units(string text)
    {
        var normalised = TextNormaliser.Normalise(text);
        return byCharacters
            ? [.. normalised.EnumerateRunes().Where(rune => !Rune.IsWhiteSpace(rune)).Select(rune => rune.ToString())]
            : normalised.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // Levenshtein's, a row at a time: an hour of speech is 10,000 words, whose whole table would take 400 MB.
    private static int Distance(string[] expected, string[] actual)
    {
        var previous = Enumerable.Range(0, actual.Length + 1).ToArray();
        var current = new int[actual.Length + 1];
        for (var i = 1; i <= expected.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= actual.Length; j++)
            {
                var substitution = previous[j - 1] + (expected[i - 1] == actual[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[actual.Length];
    }
}
