using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsrService.Core.Recognition;

namespace AsrService.Audio.Decoding;

/// <summary>What ffprobe says of the audio stream to decode: the file's first that this FFmpeg knows.</summary>
/// <param name="StreamIndex">Its number among all streams, pictures and subtitles included.</param>
/// <param name="Channels">Its number of channels, at least 1.</param>
/// <param name="AnnouncedSeconds">Length that the container announces; null when it is unknown or only guessed from the bit rate.</param>
internal sealed record AudioProbe(int StreamIndex, int Channels, double? AnnouncedSeconds)
{
    /// <summary>The entries of ffprobe's output that <see cref="Parse"/> reads.</summary>
    public const string Entries = "stream=index,codec_type,codec_name,channels,duration:format=probe_score";

    // What a single sign yields, and FFmpeg itself calls a possible mistake: PCM shows many of them by chance.
    private const int UncertainScore = 25;

    // ffprobe reports a guess like a fact, and tells the difference only in this warning.
    private const string GuessWarning = "Estimating duration from bitrate";

    /// <summary>FFmpeg's input options where the content does not tell its format.</summary>
    public IReadOnlyList<string> Format { get; init; } = [];

    /// <summary>Whether the content is of a known format beyond doubt.</summary>
    /// <exception cref="AudioException">The probe struck a limit.</exception>
    public static bool IsCertain(string json, ChildEnd end)
    {
        end.ThrowIfLimitStruck();
        return end.Succeeded && Read(json)?.Format?.ProbeScore > UncertainScore;
    }

    /// <summary>Reads ffprobe's JSON.</summary>
    /// <exception cref="AudioException">The file holds no audio that can be decoded.</exception>
    public static AudioProbe Parse(string json, ChildEnd end)
    {
        end.ThrowIfLimitStruck();
        if (!end.Succeeded)
            throw new AudioException("The file is not audio in any format that this server can read.");

        var streams = Read(json)?.Streams ?? [];
        var audio = streams.Where(stream => stream.CodecType == "audio").ToList();
        if (audio.Count == 0)
            throw new AudioException("There is no sound in the file: no audio stream found.");
        var stream = audio.Find(stream => stream is { Channels: > 0, CodecName: not (null or "unknown" or "none") })
            ?? throw new AudioException("The file's audio stream is of a kind that this server cannot decode.");

        var isGuess = end.Error.Contains(GuessWarning, StringComparison.Ordinal);
        var hasLength = double.TryParse(stream.Duration, CultureInfo.InvariantCulture, out var seconds) && seconds > 0;
        return new AudioProbe(stream.Index, stream.Channels!.Value, hasLength && !isGuess ? seconds : null);
    }

    private static Output? Read(string json) => JsonSerializer.Deserialize<Output>(json, JsonSerializerOptions.Web);

    private sealed record Output(List<StreamOutput>? Streams, FormatOutput? Format);

    private sealed record FormatOutput([property: JsonPropertyName("probe_score")] int ProbeScore);

    private sealed record StreamOutput(
        int Index,
        [property: JsonPropertyName("codec_type")] string? CodecType,
        [property: JsonPropertyName("codec_name")] string? CodecName,
        int? Channels,
        string? Duration);
}
