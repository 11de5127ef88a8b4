using AsrService.Whisper;

namespace AsrService.Audio.Recognition;

/// <summary>How much of its 30 s the encoder has to look at. Figures: docs/performance.md.</summary>
internal static class EncoderContext
{
    /// <summary>All 1500 positions.</summary>
    public const int Whole = 0;

    // whisper.cpp's flash attention pads keys to multiples of 256 and lets the padding take part; other sizes made words
    // worse and sentences appear twice, and so did 256 itself.
    private const int Step = 512;
    private const int Most = 1500;

    // What follows the speech must be heard as silence.
    private const int Silence = WhisperProcessor.SampleRate;

    // Phrases of less lose words in any smaller context.
    private const int Shortest = 3 * WhisperProcessor.SampleRate;

    /// <summary>The fewest positions that cost no words; <see cref="Whole"/> for all.</summary>
    /// <param name="samples">Samples of the window.</param>
    public static int For(int samples)
    {
        var positions = (samples + Silence + WhisperProcessor.SamplesPerPosition - 1) / WhisperProcessor.SamplesPerPosition;
        var context = (positions + Step - 1) / Step * Step;
        return samples < Shortest || context > Most ? Whole : context;
    }

    /// <summary>Likewise, where some words may be lost for speed.</summary>
    public static int Quick(int samples) => For(Math.Max(samples, Shortest));

    /// <summary>How many samples a window could have more without taking longer to encode.</summary>
    /// <param name="samples">Samples of the window.</param>
    public static int Room(int samples)
    {
        var context = Quick(samples);
        return context == Whole ? WhisperProcessor.MaxSamples - samples : (context * WhisperProcessor.SamplesPerPosition) - Silence - samples;
    }
}
