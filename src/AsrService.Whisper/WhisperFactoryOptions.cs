namespace AsrService.Whisper;

/// <summary>How a model is loaded.</summary>
public sealed record WhisperFactoryOptions
{
    /// <summary>
    /// Whether attention is computed in whisper.cpp's fused form, which is faster on some processors and slower on
    /// others; null takes the library's default (on in 1.9.1). Defaults to null.
    /// </summary>
    public bool? FlashAttention { get; init; }
}
