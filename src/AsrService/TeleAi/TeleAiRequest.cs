using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AsrService.TeleAi;

/// <summary>A recording to be fetched and transcribed, as it was sent: <see cref="TeleAiOrder"/> checks it.</summary>
internal sealed record TeleAiRequest
{
    /// <summary>Now, in seconds or, with 13 digits, milliseconds since 1970; as a number or a text.</summary>
    [Required]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? Timestamp { get; init; }

    [Required]
    public string? FileLink { get; init; }

    [Required]
    public string? ReqId { get; init; }

    [Required]
    public bool? EnableCallback { get; init; }

    /// <summary>Any value; it comes back with the result as it is.</summary>
    public JsonElement? BusinessData { get; init; }

    public string? CallbackUrl { get; init; }

    /// <summary>0 to push the result to the callback URL, 1 to leave it until it is asked for.</summary>
    public int? ReturnMode { get; init; }
}
