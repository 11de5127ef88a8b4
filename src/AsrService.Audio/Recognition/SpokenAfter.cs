using System.Text;
using AsrService.Audio.Segmentation;
using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>Leaves out of segments what was said before a moment, token by token.</summary>
/// <param name="factory">The model, for the bytes of tokens.</param>
/// <param name="frame">The first frame of what is kept; there is a pause before and after its beginning.</param>
internal sealed class SpokenAfter(WhisperFactory factory, long frame)
{
    /// <summary>What of a segment was said later; null for nothing.</summary>
    public WhisperSegment? Of(WhisperSegment segment, WindowTimes window)
    {
        var begin = window.SecondsOf(frame);
        if (segment.End <= begin)
            return null;

        // A full stop has the time of the pause, and belongs to the word before it.
        var spoken = segment.Tokens.Where(token => token.Id < factory.EndOfText).ToList();
        var kept = spoken.Skip(FirstAfter(spoken, segment.Start, begin, window)).ToList();
        if (kept.Count == spoken.Count)
            return segment;

        kept = [.. kept.SkipWhile(IsPunctuation)];
        var text = Encoding.UTF8.GetString([.. kept.SelectMany(token => factory.TokenBytes(token.Id))]);
        return kept.Count == 0 ? null : segment with { Start = Math.Max(segment.Start, begin), Tokens = kept, Text = text };
    }

    // Attention may find the last word before the pause at any time up to the next one's beginning; so a word belongs to where more of it is heard.
    private static int FirstAfter(List<WhisperToken> tokens, double start, double begin, WindowTimes window)
    {
        var first = 0;
        for (; first < tokens.Count; first++)
        {
            var end = EndOf(tokens[first]);
            if (start >= begin || (end > begin && window.Spoken(begin, end) > window.Spoken(start, begin)))
                break;
            start = end;
        }

        return first;
    }

    private static double EndOf(WhisperToken token) => double.IsNaN(token.AlignedAt) ? token.End : token.AlignedAt;

    private bool IsPunctuation(WhisperToken token) => Encoding.UTF8.GetString(factory.TokenBytes(token.Id)).Trim().All(char.IsPunctuation);
}
