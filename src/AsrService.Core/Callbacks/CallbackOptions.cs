using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AsrService.Core.Callbacks;

/// <summary>Telling clients that their jobs have ended: the section <c>Asr:Callbacks</c>.</summary>
public sealed class CallbackOptions : IValidatableObject
{
    /// <summary>The waits after each failed attempt, joined by commas; after the last one there is one more attempt. Defaults to those of Standard Webhooks: 10 attempts in 75 hours.</summary>
    [Required]
    public string Retries { get; set; } = "00:00:05,00:05:00,00:30:00,02:00:00,05:00:00,10:00:00,14:00:00,20:00:00,1.00:00:00";

    /// <summary>How long a whole exchange may take. Defaults to 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests at once on each node. Defaults to 64; 0 for a node that delivers nothing.</summary>
    [Range(0, 1000)]
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>Requests at once to one host, from all nodes together. Defaults to 8.</summary>
    [Range(1, 1000)]
    public int MaxPerHost { get; set; } = 8;

    /// <summary>An endpoint that has failed for this long, and not once succeeded, is called no more. Defaults to 5 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long deliveries and their attempts are kept from their end. Defaults to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The wait after an attempt, moved by up to a fifth either way; null when that was the last one.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan? DelayAfter(int attempt)
    {
        var waits = Parse();
        return attempt > waits.Count ? null : Jitter.Move(waits[attempt - 1]);
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Words().Any(word => !TimeSpan.TryParse(word, CultureInfo.InvariantCulture, out var wait) || wait < TimeSpan.Zero || wait > TimeSpan.FromDays(30)))
            yield return new("Retries: waits such as 00:00:05,00:05:00, of 30 days at most.");
    }

    private List<TimeSpan> Parse() => [.. Words().Select(word => TimeSpan.Parse(word, CultureInfo.InvariantCulture))];

    private string[] Words() => Retries.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
