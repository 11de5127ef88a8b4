namespace AsrService.Core.Transcripts;

/// <summary>What was said.</summary>
/// <param name="Text">The whole text: the segments' texts joined and trimmed.</param>
/// <param name="Language">Code of the language that was given or detected, for example <c>en</c>.</param>
/// <param name="DurationSeconds">Length of the recording in seconds.</param>
/// <param name="Segments">In order of time; empty when nothing was said.</param>
/// <param name="LanguageProbability">How sure the model was of the language that it detected, 0 to 1; null when it was given.</param>
public sealed record Transcript(
    string Text, string Language, double DurationSeconds, IReadOnlyList<TranscriptSegment> Segments, double? LanguageProbability = null);
