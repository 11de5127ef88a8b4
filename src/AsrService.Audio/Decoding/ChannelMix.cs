using System.Globalization;
using AsrService.Core.Recognition;

namespace AsrService.Audio.Decoding;

/// <summary>FFmpeg's output options for a recording's channels.</summary>
internal static class ChannelMix
{
    private const int MaxSeparate = 8;

    // FFmpeg decodes more, but its filters take no more.
    private const int MaxMixed = 64;

    /// <summary>Options that keep the channels apart or mix them into one.</summary>
    /// <exception cref="AudioException">There are too many.</exception>
    public static string[] Options(int channels, bool separate)
    {
        if (separate)
        {
            // No option at all: the output has the input's layout. Any that names a number or a layout may remix
            // one layout into another of as many channels, such as 3.0 into 2.1.
            return channels <= MaxSeparate
                ? []
                : throw new AudioException($"The recording has {channels} channels, but at most {MaxSeparate} can be kept apart.");
        }

        return channels switch
        {
            // Samples beyond full scale are what a mix of loud channels yields by default.
            <= MaxSeparate => ["-ac", "1", "-rematrix_maxval", "1"],

            // There is no common layout of so many, and so no rule of FFmpeg's for mixing them.
            <= MaxMixed => ["-af", "pan=mono|c0=" + string.Join('+', Enumerable.Range(0, channels).Select(channel => Term(channel, channels)))],
            _ => throw new AudioException($"The recording has {channels} channels, but this server reads at most {MaxMixed}."),
        };
    }

    private static string Term(int channel, int channels) => string.Create(CultureInfo.InvariantCulture, $"{1.0 / channels:0.000000}*c{channel}");
}
