using System.ComponentModel.DataAnnotations;

namespace AsrService.Hosting;

/// <summary>Uploads: the section <c>Asr:Uploads</c>.</summary>
internal sealed class UploadOptions
{
    /// <summary>Largest file in bytes, up to 1 PiB. Defaults to 1 GiB.</summary>
    [Range(1, 1L << 50)]
    public long MaxBytes { get; set; } = 1L << 30;
}
