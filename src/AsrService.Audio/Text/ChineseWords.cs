using System.Text;
using System.Text.RegularExpressions;
using AsrService.Core;
using AsrService.Core.Transcripts;
using Icu;

namespace AsrService.Audio.Text;

/// <summary>Splits text into words as ICU does for Chinese, and tells how they are read and when they were said. Thread-safe.</summary>
/// <remarks>
/// Punctuation and symbols are no words. The neutral tone is 5, and ü is written v, so that pinyin is plain letters and digits. ICU reads
/// most characters on their own: one with several readings has its usual one, whatever it means here. Text with kana or hangul is
/// Japanese or Korean, and its words have no pinyin.
/// </remarks>
internal sealed partial class ChineseWords : IDisposable
{
    private const int FirstHan = 0x2E80;

    private static readonly Locale Chinese = new("zh");

    private readonly Lazy<Transliterator> pinyin = new(() => IcuLibrary.Open(Open, "splits Chinese into words: install it with its data"));
    private readonly Lock gate = new();

    /// <summary>Opens ICU, so that its lack is found before text depends on it.</summary>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public void EnsureOpen() => _ = pinyin.Value;

    /// <summary>The words of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="said">The same as the recogniser has it, with times; its words may be others.</param>
    /// <exception cref="StartUpException">There is no usable ICU.</exception>
    public IReadOnlyList<SpokenWord> Split(string text, IReadOnlyList<TranscriptWord> said)
    {
        var times = new LetterTimes(said);
        var isChinese = !OtherScript().IsMatch(text);
        var words = new List<SpokenWord>();
        var (end, letters) = (0, 0);
        foreach (var boundary in BoundariesOf(text))
        {
            // The letters that ICU leaves out in between count as well.
            letters += LetterTimes.Count(text.AsSpan(end..boundary.Start));
            end = boundary.End;
            var word = text[boundary.Start..end];
            if (LetterTimes.Count(word) is > 0 and var count)
            {
                var (startMs, endMs) = times.Of(letters, count);
                words.Add(new(word, isChinese ? PinyinOf(word) : null, startMs, endMs));
                letters += count;
            }
        }

        return words;
    }

    public void Dispose()
    {
        if (pinyin.IsValueCreated)
            pinyin.Value.Dispose();
    }

    private static IEnumerable<Boundary> Boundaries(string text) => BreakIterator.GetBoundaries(BreakIterator.UBreakIteratorType.WORD, Chinese, text);

    // Loads as well what the first text would.
    private static Transliterator Open()
    {
        _ = Boundaries("中文").Count();
        return Transliterator.CreateInstance("Han-Latin; Latin-NumericPinyin");
    }

    private List<Boundary> BoundariesOf(string text)
    {
        EnsureOpen();

        // ICU does not promise that what it gives may be used by several threads, nor does icu.net.
        lock (gate)
            return [.. Boundaries(text)];
    }

    // Null for what is not Chinese, or has no reading that ICU knows.
    private string? PinyinOf(string word)
    {
        if (!word.EnumerateRunes().Any(rune => rune.Value >= FirstHan))
            return null;

        string syllables;
        lock (gate)
            syllables = pinyin.Value.Transliterate(word);
        syllables = syllables.Normalize(NormalizationForm.FormC).Replace('ü', 'v').Replace('ê', 'e');
        return Syllables().IsMatch(syllables) ? string.Concat(syllables.Split(' ').Select(Toned)) : null;
    }

    private static string Toned(string syllable) => char.IsAsciiDigit(syllable[^1]) ? syllable : syllable + "5";

    [GeneratedRegex("^[a-z]+[1-5]?( [a-z]+[1-5]?)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Syllables();

    [GeneratedRegex(@"[\u3041-\u30FA\u30FC-\u30FF\uFF66-\uFF9D\u1100-\u11FF\uAC00-\uD7A3]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherScript();
}
