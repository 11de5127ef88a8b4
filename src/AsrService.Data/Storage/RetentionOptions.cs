using System.ComponentModel.DataAnnotations;

namespace AsrService.Data.Storage;

/// <summary>How long things are kept: the section <c>Asr:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Recordings, from the end of their job. Defaults to 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Audio { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Jobs and their transcripts, from their end. Defaults to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Results { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Users' files, from when they came last. Defaults to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan Uploads { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often one of the nodes looks for what has expired. Defaults to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(10);
}
