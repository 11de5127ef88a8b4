namespace AsrService.Whisper;

/// <summary>How a model is loaded.</summary>
public sealed record WhisperFactoryOptions
{
    /// <summary>
    /// Whether attention is computed in whisper.cpp's fused form, which is faster on some processors and slower on
    /// others; null takes the library's default (on in 1.9.1). Defaults to null.
    /// </summary>
    public bool? FlashAttention { get; init; }

    /// <summary>
    /// Whether the times of tokens are aligned with the audio by the model's attention (<see cref="WhisperToken.AlignedAt"/>),
    /// which costs each window a second pass over its text and rules <see cref="FlashAttention"/> out. Without effect on
    /// models whose alignment heads are not known. Defaults to false.
    /// </summary>
    public bool AlignTokens { get; init; }
}
