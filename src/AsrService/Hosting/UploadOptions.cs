using System.ComponentModel.DataAnnotations;

namespace AsrService.Hosting;

/// <summary>Uploads: the section <c>Asr:Uploads</c>.</summary>
public sealed class UploadOptions
{
    /// <summary>Largest file in bytes. Defaults to 1 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 1L << 30;
}
