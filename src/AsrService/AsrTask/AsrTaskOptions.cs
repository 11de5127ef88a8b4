using System.ComponentModel.DataAnnotations;

namespace AsrService.AsrTask;

/// <summary>The ASR task protocol: the section <c>Asr:AsrTask</c>.</summary>
internal sealed class AsrTaskOptions
{
    /// <summary>Origins whose pages may call it, joined by commas. Defaults to <c>*</c>: the known front ends are served from elsewhere.</summary>
    [Required]
    public string AllowedOrigins { get; set; } = "*";
}
