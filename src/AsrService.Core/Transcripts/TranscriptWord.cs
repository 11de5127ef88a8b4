namespace AsrService.Core.Transcripts;

/// <summary>A word with its times, with the fields of openai-whisper's <c>word_timestamps</c>.</summary>
/// <param name="Word">The word with the punctuation that belongs to it, and with its leading space where the script has spaces.</param>
/// <param name="Start">Start in seconds from the recording's start.</param>
/// <param name="End">End in seconds from the recording's start.</param>
/// <param name="Probability">Mean probability of its tokens, 0 to 1.</param>
public sealed record TranscriptWord(string Word, double Start, double End, double Probability);
