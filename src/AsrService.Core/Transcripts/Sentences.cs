namespace AsrService.Core.Transcripts;

/// <summary>Makes sentences of segments, which end where the model pleases.</summary>
public static class Sentences
{
    // Nobody stops for so long within a sentence.
    private const double LongestPause = 2;

    // Text without any marks is divided where segments end.
    private const double LongestSentence = 30;

    /// <summary>The sentences of all channels in order of time; none reaches from one channel into another.</summary>
    public static IReadOnlyList<Sentence> Of(IReadOnlyList<TranscriptSegment> segments) =>
    [
        .. segments.GroupBy(segment => segment.Channel)
            .SelectMany(channel => OfChannel([.. channel]))
            .Where(sentence => sentence.Text.Any(char.IsLetterOrDigit))
            .OrderBy(sentence => sentence.Start)
            .ThenBy(sentence => sentence.Channel),
    ];

    private static IEnumerable<Sentence> OfChannel(IReadOnlyList<TranscriptSegment> segments)
    {
        var text = string.Concat(segments.SelectMany(PiecesOf).Select(piece => piece.Text));
        var position = 0;
        var sentence = new List<Piece>();
        foreach (var segment in segments)
        {
            if (sentence.Count > 0 && segment.End - sentence[0].Start > LongestSentence)
                yield return Join(segment.Channel, sentence);

            foreach (var part in PiecesOf(segment).SelectMany(piece => piece.Cut(text, position)))
            {
                if (sentence.Count > 0 && part.Start - sentence[^1].End > LongestPause)
                    yield return Join(segment.Channel, sentence);

                sentence.Add(part);
                position += part.Text.Length;
                if (SentenceEnd.IsAt(text, position))
                    yield return Join(segment.Channel, sentence);
            }
        }
    }

    // Its words, or else the whole of it.
    private static IEnumerable<Piece> PiecesOf(TranscriptSegment segment) => segment.Words is { Count: > 0 } words
        ? words.Select(word => new Piece(word.Word, word.Start, word.End, word.Probability))
        : [new Piece(segment.Text, segment.Start, segment.End, Math.Exp(segment.AvgLogprob))];

    private static Sentence Join(int? channel, List<Piece> parts)
    {
        // Nearly a mean of tokens: a word's probability is the mean of its own, and longer words have more.
        var confidence = parts.Sum(part => part.Probability * part.Text.Length) / parts.Sum(part => part.Text.Length);
        var sentence = new Sentence(channel, parts[0].Start, parts[^1].End, string.Concat(parts.Select(part => part.Text)).Trim(), Math.Clamp(confidence, 0, 1));
        parts.Clear();
        return sentence;
    }

    private sealed record Piece(string Text, double Start, double End, double Probability)
    {
        /// <summary>Parts that end where sentences do; within it, time is taken to pass evenly.</summary>
        public IEnumerable<Piece> Cut(string text, int position)
        {
            var ends = Enumerable.Range(1, Text.Length).Where(length => length == Text.Length || SentenceEnd.IsAt(text, position + length));
            var start = 0;
            foreach (var end in ends)
            {
                yield return this with { Text = Text[start..end], Start = TimeAt(start), End = TimeAt(end) };
                start = end;
            }
        }

        private double TimeAt(int length) => Start + ((End - Start) * length / Text.Length);
    }
}
