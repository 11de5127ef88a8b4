using AsrService.Core.Jobs;
using AsrService.Core.Recognition;
using AsrService.Hosting;

namespace AsrService.OpenAi;

/// <summary>What OpenAI's clients may ask for.</summary>
internal static class OpenAiFields
{
    public const string Format = "response_format";
    public const string Granularities = "timestamp_granularities[]";
    public const string Stream = "stream";

    /// <summary>The name by which OpenAI's clients know Whisper; here it is whatever model is configured.</summary>
    public const string Whisper = "whisper-1";

    private static readonly string[] Formats = ["json", "text", "srt", "verbose_json", "vtt"];

    /// <summary>The recording and what is asked of it.</summary>
    public static FilePart Recording { get; } = new("file",
    [
        RequestField.Option("model", "The model", "whisper-1, which is the configured one, or a model's name", SetModel),
        .. TranscriptionOptionsParser.Fields.Where(field => field.Name is "language" or "prompt" or "temperature"),
        new(Format, "The form of the answer", string.Join(", ", Formats), (job, value) => Formats.Contains(value) ? job : null),
        new(Granularities, "Whether the times of segments, words or both are wanted", "segment or word", SetGranularities),
        new(Stream, "Whether the text is sent as it is heard", "true or false", (job, value) => bool.TryParse(value, out _) ? job : null),
    ])
    {
        Example = new() { ["model"] = Whisper, [Format] = "json" },
    };

    // Names of OpenAI's own models mean the same as whisper-1: clients have one of them built in.
    private static TranscriptionOptions? SetModel(TranscriptionOptions options, string value) =>
        value == Whisper || value.StartsWith("gpt-", StringComparison.Ordinal) ? options : TranscriptionOptionsParser.SetModel(options, value);

    private static NewJob? SetGranularities(NewJob job, string value)
    {
        var wanted = value.Split(',');
        return wanted.All(each => each is "segment" or "word") ? job with { Options = job.Options with { WordTimestamps = wanted.Contains("word") } } : null;
    }
}
