using AsrService.Core.Recognition;

namespace AsrService.Audio.Decoding;

/// <summary>Content of no known format that is expected to be <see cref="RawAudio"/>.</summary>
internal static class RawPcm
{
    private const int SampleBytes = 2;
    private const int LookedAt = 512;

    /// <summary>What is to be decoded.</summary>
    /// <exception cref="AudioException">The file is text, such as the page of a server that has no such recording.</exception>
    public static AudioProbe Probe(string path, RawAudio raw)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[LookedAt];
        if (IsText(start[..file.ReadAtLeast(start, LookedAt, throwOnEndOfStream: false)]))
            throw new AudioException("The file is not audio in any format that this server can read.");

        var seconds = file.Length / (double)(SampleBytes * raw.Channels * raw.SampleRate);
        return new AudioProbe(0, raw.Channels, seconds) { Format = ["-f", "s16le", "-ar", $"{raw.SampleRate}", "-ac", $"{raw.Channels}"] };
    }

    // Samples hardly ever keep clear of control characters for so long, and silence never does.
    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyInRange<byte>(0, 8) && !bytes.ContainsAnyInRange<byte>(14, 31);
}
