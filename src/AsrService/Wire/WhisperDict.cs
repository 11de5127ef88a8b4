using AsrService.Core.Transcripts;

namespace AsrService.Wire;

/// <summary>The result object of openai-whisper's <c>transcribe</c>, which clients of several protocols read.</summary>
internal sealed record WhisperDict(string Text, IReadOnlyList<TranscriptSegment> Segments, string Language)
{
    public static WhisperDict From(Transcript transcript) => new(transcript.Text, transcript.Segments, transcript.Language);
}
