using System.Text.Json.Serialization;

namespace AsrService.TeleAi;

/// <summary>A task is accepted; who does not have its result pushed is told where to ask for it.</summary>
internal sealed record TeleAiAccepted(
    string Code, string Msg, [property: JsonPropertyName("requestId")] string RequestId, [property: JsonPropertyName("resultUrl")] string? ResultUrl);

/// <summary>A task that has ended, well or not: what is pushed to callbacks. <c>Code</c> is not pushed with a success.</summary>
internal sealed record TeleAiResult(
    string? Code,
    Guid TaskId,
    string ReqId,
    int Status,
    string StatusMsg,
    [property: JsonConverter(typeof(RawJsonConverter))] string? BusinessData,
    TeleAiSentences Result,
    string? Message = null,
    int? Flag = null);

internal sealed record TeleAiSentences(IReadOnlyList<TeleAiSentence> Sentences);

internal sealed record TeleAiSentence(int SpeakerId, int BeginTime, int EndTime, string Texts, double Confidence);

/// <summary>A task that has not ended.</summary>
internal sealed record TeleAiRunning(string Code, string Message);

/// <summary>A task that is not there; its code is a number, as documented.</summary>
internal sealed record TeleAiUnknown(int Code, string Message);

internal sealed record TeleAiRefusal(string Code, string Msg, [property: JsonPropertyName("requestId")] string RequestId);
