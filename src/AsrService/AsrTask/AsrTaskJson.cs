using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;

namespace AsrService.AsrTask;

/// <summary>The protocol's answers: the one place where job states become its words.</summary>
internal static class AsrTaskJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // The text is mostly not Latin, and JSON is never put into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new PythonFloatConverter() },
    };

    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    public static IResult Created(string taskId) => Results.Json(new AsrTaskCreated(taskId), Options, statusCode: StatusCodes.Status201Created);

    public static IResult Done(string taskId, Transcript transcript) => Ok(new AsrTaskDone(taskId, "done", WhisperDict.From(transcript)));

    public static IResult Processing(Job job) =>
        State(StatusCodes.Status202Accepted, new(job.ExternalId, "processing", "", Progress: job.Progress, QueuePosition: job.QueuePosition));

    public static IResult Failed(Job job) =>
        State(StatusCodes.Status500InternalServerError, new(job.ExternalId, "error", job.Error ?? "The task failed"));

    public static IResult NotFound(string taskId) =>
        State(StatusCodes.Status404NotFound, new(taskId, "not_found", "", Message: "Task not found"));

    public static IResult Error(int statusCode, string message) => Results.Json(new AsrTaskError(message), Options, statusCode: statusCode);

    private static IResult State(int statusCode, AsrTaskState state) => Results.Json(state, Options, statusCode: statusCode);
}
