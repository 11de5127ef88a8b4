using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Wire;

namespace AsrService.AsrTask;

/// <summary>The protocol's answers: the one place where job states become its words.</summary>
internal static class AsrTaskJson
{
    public static IResult Ok<T>(T value) => Results.Json(value);

    public static IResult Service() => Ok(new AsrTaskService("ok", "asr-backend", "1.0"));

    public static IResult Created(string taskId) => Results.Json(new AsrTaskCreated(taskId), statusCode: StatusCodes.Status201Created);

    public static IResult Done(string taskId, Transcript transcript) => Ok(new AsrTaskDone(taskId, "done", WhisperDict.From(transcript)));

    public static IResult Processing(Job job) =>
        State(StatusCodes.Status202Accepted, new(job.ExternalId, "processing", "", Progress: job.Progress, QueuePosition: job.QueuePosition, EstimatedSeconds: job.EstimatedSeconds));

    public static IResult Failed(Job job) =>
        State(StatusCodes.Status500InternalServerError, new(job.ExternalId, "error", job.Error ?? "The task failed"));

    public static IResult NotFound(string taskId) =>
        State(StatusCodes.Status404NotFound, new(taskId, "not_found", "", Message: "Task not found"));

    public static IResult BadFormat() => Error(StatusCodes.Status400BadRequest, "The format must be json, txt, srt, vtt or tsv");

    public static IResult Refuse(Fault fault) => Error(fault.StatusCode, fault.Message);

    private static IResult Error(int statusCode, string message) => Results.Json(new AsrTaskError(message), statusCode: statusCode);

    private static IResult State(int statusCode, AsrTaskState state) => Results.Json(state, statusCode: statusCode);
}
