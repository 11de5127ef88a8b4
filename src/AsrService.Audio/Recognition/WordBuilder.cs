using System.Text;
using AsrService.Core.Transcripts;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Joins a segment's tokens to words with times, as openai-whisper's <c>split_to_word_tokens</c> does.</summary>
/// <param name="factory">The model, for the bytes of tokens.</param>
/// <param name="language">The language spoken.</param>
internal sealed class WordBuilder(WhisperFactory factory, string language)
{
    // Written without spaces, so every character is a word of its own.
    private static readonly HashSet<string> Unspaced = ["zh", "ja", "th", "lo", "my", "yue"];

    // Punctuation belongs to the word before it, opening quotes and brackets to the one after it.
    private const string Opening = "\"'“¿([{-";

    private readonly bool unspaced = Unspaced.Contains(language);

    /// <summary>The words of <paramref name="segment"/>; their times are those of its window.</summary>
    public List<TranscriptWord> Build(WhisperSegment segment)
    {
        var words = new List<TranscriptWord>();
        var tokens = segment.Tokens.Where(token => token.Id < factory.EndOfText).ToList();
        var bytes = new List<byte>();
        for (int first = 0, next = 0; first < tokens.Count; first = next)
        {
            bytes.Clear();
            do
                bytes.AddRange(factory.TokenBytes(tokens[next++].Id));
            while (next < tokens.Count && !BeginsWord(bytes, factory.TokenBytes(tokens[next].Id)));

            var text = Encoding.UTF8.GetString([.. bytes]).Replace("\0", "");
            if (string.IsNullOrWhiteSpace(text))
                continue;

            var start = Math.Clamp(Start(tokens, first), segment.Start, segment.End);
            var end = Math.Clamp(End(tokens[next - 1]), start, segment.End);
            words.Add(new TranscriptWord(text, start, end, tokens[first..next].Average(token => token.Probability)));
        }

        return words;
    }

    private bool BeginsWord(List<byte> word, byte[] token)
    {
        // A character can be spread over tokens.
        var text = Encoding.UTF8.GetString([.. word]);
        if (token.Length == 0 || IsContinuation(token[0]) || text.EndsWith('\uFFFD') || string.IsNullOrWhiteSpace(text))
            return false;

        var next = Encoding.UTF8.GetString(token);
        if (IsClosing(next) || text.Trim().All(c => Opening.Contains(c)))
            return false;
        return unspaced || next[0] == ' ';
    }

    // Also what a "'s" or a "-" begins without a space is no new word.
    private static bool IsClosing(string text) =>
        text.Trim() is { Length: > 0 } trimmed && trimmed.All(c => char.IsPunctuation(c) && (!Opening.Contains(c) || text[0] != ' '));

    private static bool IsContinuation(byte first) => (first & 0xC0) == 0x80;

    // Attention finds a token about where it ends, and it begins where the one before it ended; the pause that may lie
    // between them is taken off later, by the voice activity detector.
    private static double Start(List<WhisperToken> tokens, int index)
    {
        if (double.IsNaN(tokens[index].AlignedAt))
            return tokens[index].Start;
        return index == 0 ? double.NegativeInfinity : tokens[index - 1].AlignedAt;
    }

    private static double End(WhisperToken token) => double.IsNaN(token.AlignedAt) ? token.End : token.AlignedAt;
}
