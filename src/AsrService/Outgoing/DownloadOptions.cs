using System.ComponentModel.DataAnnotations;

namespace AsrService.Outgoing;

/// <summary>Audio that is fetched from a URL: the section <c>Asr:Downloads</c>.</summary>
internal sealed class DownloadOptions
{
    /// <summary>Redirects that are followed.</summary>
    internal const int MaxRedirects = 5;

    /// <summary>Largest file in bytes. Defaults to 2 GiB.</summary>
    [Range(1, 1L << 50)]
    public long MaxBytes { get; set; } = 2L << 30;

    /// <summary>How long a whole download may take. Defaults to an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The slowest speed that is waited for, over 10 seconds. Defaults to 1000.</summary>
    [Range(1, 1L << 30)]
    public long MinBytesPerSecond { get; set; } = 1000;
}
