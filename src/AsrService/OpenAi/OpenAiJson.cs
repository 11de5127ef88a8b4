using System.Globalization;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Wire;

namespace AsrService.OpenAi;

/// <summary>OpenAI's answers, and its envelope for errors.</summary>
internal static class OpenAiJson
{
    public static IResult Text(Transcript transcript) => Results.Json(new OpenAiText(transcript.Text, OpenAiUsage.Of(transcript)));

    public static IResult Verbose(Transcript transcript, bool isTranslated, bool hasSegments)
    {
        var verbose = VerboseTranscript.Of(transcript, isTranslated, LanguageOf(transcript.Language));
        return Results.Json(hasSegments ? verbose : verbose with { Segments = null });
    }

    /// <summary>Why there is no text; null is a job that was removed meanwhile.</summary>
    public static Fault Failure(Job? job) => new(job?.Failure == JobFailure.Recording ? FaultKind.BadRequest : FaultKind.Unavailable, job?.Error ?? "The job was removed.");

    public static IResult Models(IEnumerable<string> names) => Results.Json(new OpenAiModelList("list", [.. names.Select(ModelOf)]));

    public static IResult Model(string name) => Results.Json(ModelOf(name));

    public static IResult NoModel(string id) =>
        Results.Json(new OpenAiError(new($"The model '{id}' does not exist", "invalid_request_error", "model", "model_not_found")), statusCode: StatusCodes.Status404NotFound);

    public static IResult Refuse(Fault fault) => Results.Json(new OpenAiError(FaultOf(fault)), statusCode: fault.Kind == FaultKind.Unavailable ? StatusCodes.Status500InternalServerError : fault.StatusCode);

    public static OpenAiFault FaultOf(Fault fault)
    {
        var (type, code) = fault.Kind switch
        {
            FaultKind.Unauthorized or FaultKind.KeyExpired => ("invalid_request_error", "invalid_api_key"),
            FaultKind.NoPermission => ("invalid_request_error", "permission_denied"),
            FaultKind.OutOfQuota => ("insufficient_quota", "insufficient_quota"),
            FaultKind.RateLimited => ("requests", "rate_limit_exceeded"),
            FaultKind.Overloaded or FaultKind.Unavailable => ("server_error", null),
            _ => ("invalid_request_error", (string?)null),
        };
        return new(fault.Message, type, fault.Field, code);
    }

    private static OpenAiModel ModelOf(string name) => new(name, "model", 0, "asr-service");

    // OpenAI writes "english". The two codes are Whisper's own.
    private static string LanguageOf(string code) => code switch
    {
        "jw" => "javanese",
        "yue" => "cantonese",
        _ => CultureInfo.GetCultureInfo(code).EnglishName.ToLowerInvariant(),
    };
}
