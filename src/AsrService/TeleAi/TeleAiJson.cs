using System.Diagnostics;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Wire;

namespace AsrService.TeleAi;

/// <summary>The protocol's answers: the one place where job states and faults become its codes.</summary>
internal static class TeleAiJson
{
    private const int Succeeded = 10000;
    private const int RecognitionFailed = 10903;
    private const string OutOfRange = "10304";

    public static IResult Running() => Results.Json(new TeleAiRunning("990003", "任务处理中"));

    public static IResult Unknown() => Results.Json(new TeleAiUnknown(992008, "获取信息失败"));

    public static IResult Ended(Job job) => Results.Json(ResultOf(job) with { Code = $"{(job.Transcript is null ? RecognitionFailed : Succeeded)}" });

    /// <summary>What is pushed to callbacks.</summary>
    public static TeleAiResult ResultOf(Job job) => job.Transcript is { } transcript
        ? new(null, job.Id, job.ExternalId, Succeeded, "Succeed", new([.. transcript.Segments.Select(SentenceOf)]))
        : new($"{RecognitionFailed}", job.Id, job.ExternalId, RecognitionFailed, "服务执行失败", new([]), job.Error ?? "The task failed", Flag: 0);

    public static IResult Missing(string parameter) => new TeleAiRefused(StatusCodes.Status200OK, "10301", $"The parameter {parameter} is missing.");

    // [OURS] The documented codes go with 200. Credentials are refused with 401, as bad signatures are, and the same number as the code;
    // a server that cannot answer says so with 503, so that nobody takes that for the end of a task;
    // and a path that is not there is 404, as everywhere.
    public static IResult Refuse(Fault fault)
    {
        var (statusCode, code) = fault.Kind switch
        {
            _ when fault.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => (fault.StatusCode, OutOfRange),
            FaultKind.BadRequest or FaultKind.Conflict or FaultKind.TooLarge => (StatusCodes.Status200OK, OutOfRange),
            FaultKind.RateLimited or FaultKind.OutOfQuota => (StatusCodes.Status200OK, "10302"),
            FaultKind.Unauthorized or FaultKind.KeyExpired or FaultKind.NoPermission => (StatusCodes.Status401Unauthorized, "401"),
            FaultKind.Overloaded or FaultKind.Unavailable => (StatusCodes.Status503ServiceUnavailable, $"{RecognitionFailed}"),
            _ => throw new UnreachableException(),
        };
        return new TeleAiRefused(statusCode, code, fault.Message);
    }

    private static TeleAiSentence SentenceOf(TranscriptSegment segment) => new(
        segment.Channel ?? 0, Milliseconds(segment.Start), Milliseconds(segment.End), segment.Text.Trim(), Math.Round(Math.Clamp(Math.Exp(segment.AvgLogprob), 0, 1), 2));

    private static int Milliseconds(double seconds) => (int)Math.Round(seconds * 1000);
}
