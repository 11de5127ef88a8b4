using System.ComponentModel.DataAnnotations;

namespace AsrService.Core.Jobs;

/// <summary>How much is accepted, and who gets how much: the section <c>Asr:Queue</c>.</summary>
public sealed class AdmissionOptions
{
    /// <summary>Most jobs of the shard that wait; more are refused until some have started. Defaults to 10,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxQueued { get; set; } = 10_000;

    /// <summary>Free bytes on the disk below which uploads are refused. Defaults to 256 MiB.</summary>
    [Range(0, 1L << 50)]
    public long MinFreeBytes { get; set; } = 256L << 20;

    /// <summary>Most jobs of one client that run at once on all nodes together. Defaults to 0: no limit.</summary>
    [Range(0, 100_000)]
    public int MaxRunningPerClient { get; set; }

    /// <summary>The group of nodes that this one shares its queue with: jobs that it accepts are run by workers of the same group. Defaults to <c>asr</c>.</summary>
    [Required]
    [RegularExpression("[a-z0-9-]{1,30}", ErrorMessage = "Shard takes 1 to 30 of the characters a-z, 0-9 and -.")]
    public string Shard { get; set; } = "asr";
}
