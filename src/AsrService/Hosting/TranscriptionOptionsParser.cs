using System.Globalization;
using AsrService.Core.Recognition;

namespace AsrService.Hosting;

/// <summary>What requests may ask of the recognition: the one place that knows the fields' names and bounds. Names are openai-whisper's where it has one.</summary>
internal static class TranscriptionOptionsParser
{
    private const int MaxModelLength = 100;
    private const string Boolean = "true or false";

    /// <summary>The fields, in the order in which they are read.</summary>
    public static readonly IReadOnlyList<RequestField> Fields =
    [
        RequestField.Option("language", "The language spoken", "auto or a language code that Whisper knows, such as en, fr or zh", SetLanguage),
        RequestField.Option("task", "Whether to write what was said or to translate it into English", "transcribe or translate",
            (options, value) => Choice(value, "transcribe", "translate") is { } choice ? options with { Translate = choice } : null),
        RequestField.Option("prompt", "Text that could have preceded the recording", $"text of at most {TranscriptionOptions.MaxPromptLength} characters without control characters",
            (options, value) => IsText(value) ? options with { Prompt = value } : null),
        RequestField.Option("hotwords", "Names and terms to be spelt right; they are joined to the prompt",
            $"names joined by commas, together with the prompt at most {TranscriptionOptions.MaxPromptLength} characters without control characters", AddHotwords),
        RequestField.Option("word_timestamps", "Whether segments tell the times of their words", Boolean,
            (options, value) => bool.TryParse(value, out var flag) ? options with { WordTimestamps = flag } : null),
        RequestField.Option("temperature", "Temperature that decoding starts at", "a number from 0 to 1",
            (options, value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
                ? options with { Temperature = number } : null),
        RequestField.Option("beam_size", "Beams at temperature 0", "a whole number from 1 to 8",
            (options, value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 8
                ? options with { BeamSize = number } : null),
        RequestField.Option("vad", "Whether only what a voice activity detector takes for speech is recognised", Boolean,
            (options, value) => bool.TryParse(value, out var flag) ? options with { Vad = flag } : null),
        RequestField.Option("channels", "Whether the channels are mixed, or each one is a speaker of its own", "mix or speakers",
            (options, value) => Choice(value, "mix", "speakers") is { } choice ? options with { ChannelsAreSpeakers = choice } : null),
        RequestField.Option("model", "The model to use", $"a model's name of at most {MaxModelLength} letters, digits, dots, hyphens and underscores",
            SetModel),
    ];

    /// <summary>Where the job's end is told to; whether that may be called is for the guard to say.</summary>
    public static RequestField CallbackUrl { get; } = new(
        "callback_url", "Where the end of the job is told to, instead of the client's own URL", "an http or https URL",
        (job, value) => Uri.TryCreate(value, UriKind.Absolute, out var url) ? job with { CallbackUrl = url } : null);

    /// <summary>The options with that model, or null when it cannot be a model's name.</summary>
    public static TranscriptionOptions? SetModel(TranscriptionOptions options, string value) => IsModelName(value) ? options with { Model = value } : null;

    private static TranscriptionOptions? SetLanguage(TranscriptionOptions options, string value)
    {
        var code = value.ToLowerInvariant();
        return code == SpokenLanguage.Auto || SpokenLanguage.Codes.Contains(code) ? options with { Language = code } : null;
    }

    private static TranscriptionOptions? AddHotwords(TranscriptionOptions options, string value)
    {
        // At the end, because a model reads the last tokens of a long prompt. The second comma is the Chinese one.
        var names = string.Join(", ", value.Split([',', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var prompt = $"{options.Prompt} {names}".Trim();
        return IsText(prompt) ? options with { Prompt = prompt.Length == 0 ? null : prompt } : null;
    }

    private static bool? Choice(string value, string no, string yes) =>
        value.Equals(yes, StringComparison.OrdinalIgnoreCase) ? true
        : value.Equals(no, StringComparison.OrdinalIgnoreCase) ? false
        : null;

    // PostgreSQL keeps no NUL, and no other control character is spoken either.
    private static bool IsText(string value) =>
        value.Length <= TranscriptionOptions.MaxPromptLength && !value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    // Never a path.
    private static bool IsModelName(string value) =>
        value.Length <= MaxModelLength && value[0] != '.' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
