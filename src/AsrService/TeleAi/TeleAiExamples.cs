using System.Text.Json;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>The protocol's requests and answers, for the description of the interface.</summary>
internal static class TeleAiExamples
{
    private const string RequestId = "visit-17";

    public static TeleAiRequest Request { get; } = new()
    {
        Timestamp = ExampleJob.CreatedAt.ToUnixTimeSeconds(),
        FileLink = "https://example.com/recording.mp3",
        ReqId = RequestId,
        EnableCallback = true,
        BusinessData = JsonElement.Parse("""{"visit":17}"""),
        CallbackUrl = "https://example.com/callback",
        ReturnMode = 0,
    };

    public static IResult Accepted { get; } = TeleAiJson.Accepted(RequestId, resultUrl: null);

    public static IResult Done { get; } = TeleAiJson.Ended(ExampleJob.Done with { ExternalId = RequestId, BusinessData = """{"visit":17}""" });
}
