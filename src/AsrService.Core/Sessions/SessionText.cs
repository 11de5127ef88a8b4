using AsrService.Core.Transcripts;

namespace AsrService.Core.Sessions;

/// <summary>What was said in one sentence, so far or altogether.</summary>
/// <param name="Text">The text, trimmed.</param>
/// <param name="Words">Its words in order; together they are the text. Times in seconds from the session's start.</param>
/// <param name="IsFinal">Whether the sentence has ended, so that the next text is that of another one.</param>
public sealed record SessionText(string Text, IReadOnlyList<TranscriptWord> Words, bool IsFinal)
{
    /// <summary>A sentence that has ended.</summary>
    public static SessionText Of(Transcript sentence) => new(sentence.Text, WordsOf(sentence), IsFinal: true);

    /// <summary>All words of a sentence.</summary>
    public static IReadOnlyList<TranscriptWord> WordsOf(Transcript sentence) => [.. sentence.Segments.SelectMany(segment => segment.Words ?? [])];
}
