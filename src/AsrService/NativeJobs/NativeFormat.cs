using AsrService.Core;
using AsrService.Core.Transcripts;
using AsrService.Wire;
using Microsoft.Net.Http.Headers;

namespace AsrService.NativeJobs;

/// <summary>A form in which a result is wanted: by its word, or as a media type that the caller accepts.</summary>
/// <param name="Word">As in <c>?format=</c>.</param>
/// <param name="MediaType">As in <c>Accept</c>.</param>
/// <param name="Textual">How the transcript is written; null for the JSON forms.</param>
internal sealed record NativeFormat(string Word, string MediaType, TranscriptFormat? Textual)
{
    private const string JsonType = "application/json";

    public static NativeFormat Json { get; } = new("json", JsonType, null);

    public static NativeFormat Verbose { get; } = new("verbose_json", JsonType, null);

    private static readonly NativeFormat[] All =
    [
        Json, Verbose, .. new[] { TranscriptFormat.Txt, TranscriptFormat.Srt, TranscriptFormat.Vtt, TranscriptFormat.Tsv }
            .Select(format => new NativeFormat(EnumWord.Of(format), TranscriptWriter.MediaType(format).Split(';')[0], format)),
    ];

    /// <summary>The words there are.</summary>
    public static string Words { get; } = string.Join(", ", All.Select(format => format.Word));

    /// <summary>The form of that word; null where there is none.</summary>
    public static NativeFormat? Named(string word) => Array.Find(All, format => format.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wanted; null where the word is none of these.</summary>
    public static NativeFormat? Of(string? word, HttpRequest request) => word is not null
        ? Named(word)
        : (request.GetTypedHeaders().Accept ?? []).OrderByDescending(type => type.Quality ?? 1).Select(Accepted).FirstOrDefault(format => format is not null) ?? Json;

    /// <summary>The transcript as one of the JSON forms has it, still to be serialised.</summary>
    public object JsonOf(Transcript transcript, bool isTranslated) => this == Verbose
        ? VerboseTranscript.Of(transcript, isTranslated, transcript.Language)
        : new NativeText(transcript.Text, transcript.Language, transcript.DurationSeconds);

    private static NativeFormat? Accepted(MediaTypeHeaderValue wanted) => Array.Find(All, format => new MediaTypeHeaderValue(format.MediaType).IsSubsetOf(wanted));
}
