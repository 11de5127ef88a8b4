namespace AsrService.Core.Transcripts;

/// <summary>
/// A phrase with its times, with the fields of openai-whisper's result. Tokens are the segment's own; the three
/// quality figures and the temperature belong to the 30 s window that the segment was decoded in, so segments of one
/// window share them, as they do there.
/// </summary>
/// <param name="Id">Index in the transcript, from 0.</param>
/// <param name="Seek">Start of the decoding window in mel frames of 10 ms from the recording's start.</param>
/// <param name="Start">Start in seconds from the recording's start.</param>
/// <param name="End">End in seconds from the recording's start.</param>
/// <param name="Text">The text, with the leading space that Whisper gives to Latin scripts.</param>
/// <param name="Tokens">Token ids: timestamp, text tokens, timestamp. Timestamps count 20 ms steps from <paramref name="Seek"/>.</param>
/// <param name="Temperature">Temperature that the window was decoded at, 0 to 1.</param>
/// <param name="AvgLogprob">Mean natural logarithm of the window's token probabilities; 0 is certain.</param>
/// <param name="CompressionRatio">See <see cref="CompressionRatio.Of"/>; above 2.4 the text repeats itself.</param>
/// <param name="NoSpeechProb">Probability that the window holds no speech, 0 to 1.</param>
/// <param name="Channel">The channel that was heard, from 0, where each one is a speaker; otherwise null.</param>
/// <param name="Words">The words in order, within the segment's times; null when they were not asked for.</param>
public sealed record TranscriptSegment(
    int Id,
    int Seek,
    double Start,
    double End,
    string Text,
    IReadOnlyList<int> Tokens,
    double Temperature,
    double AvgLogprob,
    double CompressionRatio,
    double NoSpeechProb,
    int? Channel = null,
    IReadOnlyList<TranscriptWord>? Words = null);
