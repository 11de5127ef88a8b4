using AsrService.Core.Transcripts;

namespace AsrService.OpenAi;

/// <summary>What a request cost, by which OpenAI charges; here it only tells.</summary>
internal sealed record OpenAiUsage(string Type, int Seconds)
{
    public static OpenAiUsage Of(Transcript transcript) => new("duration", (int)Math.Ceiling(transcript.DurationSeconds));
}

internal sealed record OpenAiText(string Text, OpenAiUsage Usage);

internal sealed record OpenAiError(OpenAiFault Error);

internal sealed record OpenAiFault(string Message, string Type, string? Param, string? Code);

/// <summary>An event of a stream: <c>transcript.text.delta</c> with what is new, then <c>transcript.text.done</c> with the whole.</summary>
internal sealed record OpenAiEvent(string Type, string? Delta = null, string? Text = null, OpenAiUsage? Usage = null, OpenAiFault? Error = null);

internal sealed record OpenAiModelList(string Object, IReadOnlyList<OpenAiModel> Data);

internal sealed record OpenAiModel(string Id, string Object, long Created, string OwnedBy);
