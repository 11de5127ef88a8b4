using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsrService.Core.Recognition;

namespace AsrService.Audio.Decoding;

/// <summary>What ffprobe says of a file's first audio stream.</summary>
/// <param name="AnnouncedSeconds">Length that the container announces; null when it is unknown or only guessed from the bit rate.</param>
internal sealed record AudioProbe(double? AnnouncedSeconds)
{
    // ffprobe reports a guess like a fact, and tells the difference only in this warning.
    private const string GuessWarning = "Estimating duration from bitrate";

    /// <exception cref="AudioException">The file holds no audio.</exception>
    public static AudioProbe Parse(bool succeeded, string json, string warnings)
    {
        if (!succeeded)
            throw new AudioException("The file is not audio in any format that this server can read.");

        var probe = JsonSerializer.Deserialize<Output>(json, JsonSerializerOptions.Web);
        var stream = probe?.Streams?.FirstOrDefault(s => s.CodecType == "audio")
            ?? throw new AudioException("There is no sound in the file: no audio stream found.");
        if (stream.Channels is null or 0 || stream.CodecName is null)
            throw new AudioException("The file's audio stream is of a kind that this server cannot decode.");

        var isGuess = warnings.Contains(GuessWarning, StringComparison.Ordinal);
        var hasLength = double.TryParse(stream.Duration, CultureInfo.InvariantCulture, out var seconds) && seconds > 0;
        return new AudioProbe(hasLength && !isGuess ? seconds : null);
    }

    private sealed record Output(List<StreamOutput>? Streams);

    private sealed record StreamOutput(
        [property: JsonPropertyName("codec_type")] string? CodecType,
        [property: JsonPropertyName("codec_name")] string? CodecName,
        int? Channels,
        string? Duration);
}
