namespace AsrService.Whisper;

/// <summary>One token as whisper.cpp decoded it; ids from <see cref="WhisperFactory.TimestampBegin"/> on are timestamps.</summary>
/// <param name="Id">The token's id in the vocabulary.</param>
/// <param name="Probability">
/// The token's probability, 0 to 1, among the tokens that were allowed at its place. whisper.cpp divides the logits by
/// the temperature first (<c>whisper_process_logits</c>), unlike openai-whisper: values from different temperatures do
/// not compare, and sampling at low temperatures looks surer than it is.
/// </param>
/// <param name="LogProbability">The natural logarithm of the probability, with the same caveat.</param>
/// <param name="Start">Seconds from the window's first sample; NaN without <see cref="WhisperOptions.TokenTimestamps"/>.</param>
/// <param name="End">Likewise, the token's end.</param>
/// <param name="AlignedAt">Where attention finds the token, in seconds likewise; NaN without <see cref="WhisperFactory.AlignsTokens"/>.</param>
public readonly record struct WhisperToken(
    int Id, float Probability, float LogProbability, double Start = double.NaN, double End = double.NaN, double AlignedAt = double.NaN);
