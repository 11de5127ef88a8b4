namespace AsrService.Core.Transcripts;

/// <summary>A sentence as it was said.</summary>
/// <param name="Channel">The channel that was heard, from 0, where each one is a speaker; otherwise null.</param>
/// <param name="Start">Start in seconds from the recording's start.</param>
/// <param name="End">End in seconds from the recording's start.</param>
/// <param name="Text">The text, trimmed.</param>
/// <param name="Confidence">Mean probability of its tokens, 0 to 1.</param>
public sealed record Sentence(int? Channel, double Start, double End, string Text, double Confidence);
