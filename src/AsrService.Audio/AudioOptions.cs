using System.ComponentModel.DataAnnotations;

namespace AsrService.Audio;

/// <summary>Decoding: the section <c>Asr:Audio</c>.</summary>
internal sealed class AudioOptions
{
    /// <summary>The ffmpeg program. Defaults to <c>ffmpeg</c>, found on the PATH.</summary>
    [Required]
    public string FfmpegPath { get; set; } = "ffmpeg";

    /// <summary>The ffprobe program. Defaults to <c>ffprobe</c>, found on the PATH.</summary>
    [Required]
    public string FfprobePath { get; set; } = "ffprobe";

    /// <summary>Longer recordings are refused. Defaults to 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "10.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Memory in bytes that each ffmpeg and ffprobe may use, 64 MiB to 1 TiB. Defaults to 512 MiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MaxMemoryBytes { get; set; } = 512L << 20;
}
