using System.Diagnostics;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>The protocol's answers: the one place where job states and faults become its codes.</summary>
internal static class TeleAiJson
{
    private const int Succeeded = 10000;
    private const int DownloadTimedOut = 10503;
    private const int RecognitionFailed = 10903;
    private const string IsMissing = "10301";
    private const string OutOfRange = "10304";

    public static IResult Accepted(string requestId, string? resultUrl) => Results.Json(new TeleAiAccepted($"{Succeeded}", "调用成功", requestId, resultUrl));

    public static IResult Running() => Results.Json(new TeleAiRunning("990003", "任务处理中"));

    public static IResult Unknown() => Results.Json(new TeleAiUnknown(992008, "获取信息失败"));

    public static IResult Ended(Job job)
    {
        var result = ResultOf(job);
        return Results.Json(result with { Code = $"{result.Status}" });
    }

    /// <summary>What is pushed to callbacks.</summary>
    public static TeleAiResult ResultOf(Job job)
    {
        if (job.Transcript is { } transcript)
            return new(null, job.Id, job.ExternalId, Succeeded, "Succeed", job.BusinessData, new([.. Sentences.Of(transcript.Segments).Select(Written)]));

        var (status, words) = job.Failure == JobFailure.DownloadTimeout ? (DownloadTimedOut, "服务连接超时") : (RecognitionFailed, "服务执行失败");
        return new($"{status}", job.Id, job.ExternalId, status, words, job.BusinessData, new([]), job.Error ?? "The task failed", Flag: 0);
    }

    public static FaultException Missing(string parameter) =>
        new(new(FaultKind.BadRequest, $"The parameter {parameter} is missing.") { Field = parameter, IsMissing = true });

    public static FaultException Bad(string? parameter, string message) => new(new(FaultKind.BadRequest, message) { Field = parameter });

    // [OURS] The documented codes go with 200. Credentials are refused with 401, as bad signatures are, and the same number as the code;
    // a server that cannot answer says so with 503, so that nobody takes that for the end of a task;
    // and a path that is not there is 404, as everywhere.
    public static IResult Refuse(Fault fault)
    {
        var (statusCode, code) = fault.Kind switch
        {
            _ when fault.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => (fault.StatusCode, OutOfRange),
            FaultKind.BadRequest when fault.IsMissing => (StatusCodes.Status200OK, IsMissing),
            FaultKind.BadRequest or FaultKind.Conflict or FaultKind.TooLarge => (StatusCodes.Status200OK, OutOfRange),
            FaultKind.RateLimited or FaultKind.OutOfQuota => (StatusCodes.Status200OK, "10302"),
            FaultKind.Unauthorized or FaultKind.KeyExpired or FaultKind.NoPermission => (StatusCodes.Status401Unauthorized, "401"),
            FaultKind.Overloaded or FaultKind.Unavailable => (StatusCodes.Status503ServiceUnavailable, $"{RecognitionFailed}"),
            _ => throw new UnreachableException(),
        };
        return new TeleAiRefused(statusCode, code, fault.Message);
    }

    private static TeleAiSentence Written(Sentence sentence) => new(
        sentence.Channel ?? 0, Milliseconds(sentence.Start), Milliseconds(sentence.End), sentence.Text, Math.Round(sentence.Confidence, 2));

    private static int Milliseconds(double seconds) => (int)Math.Round(seconds * 1000);
}
