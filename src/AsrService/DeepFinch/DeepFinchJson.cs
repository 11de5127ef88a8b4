using System.Diagnostics;
using System.Text;
using AsrService.Audio.Text;
using AsrService.Core.Jobs;
using AsrService.Core.Sessions;
using AsrService.Outgoing;
using AsrService.Wire;

namespace AsrService.DeepFinch;

/// <summary>The protocol's answers, and its table of refusals.</summary>
internal static class DeepFinchJson
{
    private const string InvalidArgument = "INVALID_ARGUMENT";
    private const string UploadFailed = "UPLOAD_FAILED";
    private const string TaskError = "TASK_ERROR";
    private const string TaskNotExists = "TASK_NOT_EXISTS";

    public static IResult Closed(string taskId) => Ok(new DeepFinchTask(taskId));

    public static IResult Block(string taskId, int audioId) => Ok(new DeepFinchBlock(taskId, $"{audioId}"));

    /// <summary>Acknowledges a chunk, with the newest text; null is none.</summary>
    public static IResult Recognised(SessionChunk chunk, SessionText? text, bool isTimedOut, ChineseWords words)
    {
        var split = words.Split(text?.Text ?? "", text?.Words ?? []);
        return Ok(new DeepFinchText(
            chunk.TaskId,
            AsrStatus: text switch { null => 2, { IsFinal: true } => 5, _ => 0 },
            EpStatus: text is { IsFinal: true } ? 2 : 1,
            Base64(text?.Text ?? ""),
            Base64(string.Join(' ', split)),
            [.. split.Select(word => new[] { word.StartMs, word.EndMs })],
            chunk.AudioId,
            Pgs: text is { Text.Length: > 0 } ? 1 : 0,
            Close: isTimedOut ? 1 : 0));
    }

    public static IResult Missing(int expected) => Refuse(InvalidArgument, $"Audio is missing before this: the next audio_id must be {expected}.");

    public static IResult Taken() => Refuse(InvalidArgument, "This task_id has been used before; please choose another one.");

    public static IResult NotFetched(DownloadException exception) => Refuse(UploadFailed, exception.Message);

    /// <summary>Refuses what is for a task that takes no more.</summary>
    /// <param name="job">What has become of it; null where there never was one.</param>
    /// <param name="mayBeUnderWay">Whether the client may have to wait for its end; otherwise a task that has been closed is no more.</param>
    public static IResult Gone(Job? job, bool mayBeUnderWay) => job switch
    {
        { State: JobState.Failed or JobState.Quarantined or JobState.Cancelled } => Refuse(TaskError, job.Error ?? "The task failed."),
        not null when mayBeUnderWay && !job.State.IsFinal() => Refuse("TASK_INPROGRESS", "The task is still being transcribed."),
        _ => Refuse(TaskNotExists, "There is no such task, or it has been closed."),
    };

    public static IResult Refuse(Fault fault) => Refuse(fault, NewRequestId());

    public static IResult Refuse(Fault fault, string requestId)
    {
        var (statusCode, status) = fault.Kind switch
        {
            _ when fault.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => (StatusCodes.Status404NotFound, "NOT_FOUND"),
            _ when fault.StatusCode is StatusCodes.Status413PayloadTooLarge => (StatusCodes.Status400BadRequest, UploadFailed),
            FaultKind.BadRequest or FaultKind.Conflict => (StatusCodes.Status400BadRequest, InvalidArgument),
            FaultKind.Unauthorized => (StatusCodes.Status401Unauthorized, "UNAUTHORIZED"),
            FaultKind.KeyExpired => (StatusCodes.Status401Unauthorized, "KEY_EXPIRED"),
            FaultKind.NoPermission => (StatusCodes.Status403Forbidden, "NO_PERMISSION"),
            FaultKind.OutOfQuota => (StatusCodes.Status403Forbidden, "OUT_OF_QUOTA"),
            FaultKind.RateLimited => (StatusCodes.Status403Forbidden, "RATE_LIMIT_EXCEEDED"),
            FaultKind.Overloaded or FaultKind.Unavailable => (StatusCodes.Status500InternalServerError, "INTERNAL_ERROR"),
            _ => throw new UnreachableException(),
        };
        return Refuse(status, fault.Message, requestId, statusCode);
    }

    public static IResult Ok<T>(T result, string requestId) => Results.Json(new DeepFinchAnswer<T>("OK", requestId, result));

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static IResult Refuse(string status, string reason) => Refuse(status, reason, NewRequestId(), StatusCodes.Status400BadRequest);

    private static IResult Refuse(string status, string reason, string requestId, int statusCode) =>
        Results.Json(new DeepFinchRefusal(status, reason, requestId), statusCode: statusCode);

    private static IResult Ok<T>(T result) => Ok(result, NewRequestId());

    private static string NewRequestId() => $"TID{Guid.NewGuid():N}";
}
