namespace AsrService.Whisper;

/// <summary>A stretch of speech inside a window.</summary>
/// <param name="Start">Seconds from the window's first sample, in steps of 0.02.</param>
/// <param name="End">
/// Seconds from the window's first sample; not before <paramref name="Start"/>, not beyond the samples.
/// </param>
/// <param name="Text">
/// The text, as a rule with a leading blank. A character whose bytes the model has spread over two segments belongs to
/// the one where it starts; so a text can, rarely, be empty. Bytes that form no character read U+FFFD.
/// </param>
/// <param name="Tokens">The segment's tokens in order, its timestamps included.</param>
public sealed record WhisperSegment(double Start, double End, string Text, IReadOnlyList<WhisperToken> Tokens);
