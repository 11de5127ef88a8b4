using AsrService.Core.Transcripts;

namespace AsrService.Wire;

/// <summary>A transcript with all that is known of it, in the form of OpenAI's <c>verbose_json</c>. Parts that were not asked for are null.</summary>
/// <param name="Task"><c>transcribe</c> or <c>translate</c>.</param>
/// <param name="Language">The language spoken.</param>
/// <param name="Duration">Length of the recording in seconds.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Segments">Phrases with their times.</param>
/// <param name="Words">All words with their times.</param>
internal sealed record VerboseTranscript(
    string Task, string Language, double Duration, string Text, IReadOnlyList<TranscriptSegment>? Segments, IReadOnlyList<TranscriptWord>? Words)
{
    public static VerboseTranscript Of(Transcript transcript, bool isTranslated, string language) => new(
        isTranslated ? "translate" : "transcribe", language, transcript.DurationSeconds, transcript.Text,
        [.. transcript.Segments.Select(segment => segment with { Words = null })],
        transcript.Segments.Any(segment => segment.Words is not null) ? [.. transcript.Segments.SelectMany(segment => segment.Words ?? [])] : null);
}
