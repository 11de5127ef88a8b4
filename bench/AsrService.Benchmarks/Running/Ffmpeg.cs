using System.Globalization;

namespace AsrService.Benchmarks.Running;

/// <summary>What FFmpeg does here.</summary>
internal static class Ffmpeg
{
    /// <summary>Rate of the samples that Whisper hears, in hertz.</summary>
    public const int SampleRate = 16000;

    // Ogg is left out: whisper-cli reads Vorbis in it and not Opus.
    private static readonly HashSet<string> ReadByWhisperCli = new(StringComparer.OrdinalIgnoreCase) { ".wav", ".mp3", ".flac" };

    /// <summary>The file itself if whisper-cli can read it, otherwise a WAVE file made of it.</summary>
    /// <exception cref="BenchmarkException">FFmpeg cannot read it.</exception>
    public static async Task<string> ReadableAsync(string file, string directory, CancellationToken cancellationToken) =>
        ReadByWhisperCli.Contains(Path.GetExtension(file)) ? file : await ConvertAsync(file, directory, cancellationToken);

    /// <summary>Makes a WAVE file of 16 kHz mono of any recording.</summary>
    /// <returns>The new file, in <paramref name="directory"/>.</returns>
    /// <exception cref="BenchmarkException">FFmpeg cannot read it.</exception>
    public static async Task<string> ConvertAsync(string file, string directory, CancellationToken cancellationToken)
    {
        var wave = Path.Combine(directory, $"{Guid.NewGuid():N}.wav");
        await MeasuredProcess.RunAsync(
            "ffmpeg",
            ["-nostdin", "-v", "error", "-i", "file:" + file, "-map", "0:a:0", "-ac", "1", "-ar", SampleRate.ToString(CultureInfo.InvariantCulture), wave],
            cancellationToken);
        return wave;
    }

    /// <summary>Length in seconds, as the container tells it.</summary>
    /// <exception cref="BenchmarkException">FFmpeg cannot read it.</exception>
    public static async Task<double> SecondsAsync(string file, CancellationToken cancellationToken)
    {
        var probe = await MeasuredProcess.RunAsync(
            "ffprobe", ["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", "file:" + file], cancellationToken);
        return double.TryParse(probe.Output, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
    }
}
