using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;

namespace AsrService.AsrTask;

/// <summary>The ASR task protocol: a browser posts a recording and polls its task.</summary>
internal static class AsrTaskApi
{
    public const string Path = "/api/v1/asr";

    public static void MapAsrTask(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapWireGroup(Path, new(Protocols.AsrTask, AsrTaskJson.Refuse)).WithTags("ASR task").RequireCors(AsrTaskCors.Policy);

        group.MapGet("/", AsrTaskJson.Service)
            .WithSummary("Tells that the service is there")
            .Answers(AsrTaskJson.Service());

        group.MapPost("/task", SubmitAsync)
            .WithSummary("Accepts a recording in any format; answers with the task's id at once")
            .WithMetadata(new FilePart("file", [.. TranscriptionOptionsParser.Fields, TranscriptionOptionsParser.CallbackUrl]) { Missing = "Missing 'file'" })
            .Answers(AsrTaskExamples.Created)
            .Produces<AsrTaskError>(StatusCodes.Status400BadRequest)
            .Produces<AsrTaskError>(StatusCodes.Status409Conflict)
            .Produces<AsrTaskError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<AsrTaskError>(StatusCodes.Status503ServiceUnavailable);

        group.MapGet("/task/{taskId}", FindAsync)
            .WithSummary("Tells how the task stands, and the text when it is done")
            .Answers(AsrTaskExamples.Done)
            .Answers(AsrTaskExamples.Processing)
            .Answers(AsrTaskExamples.BadFormat)
            .Answers(AsrTaskExamples.NotFound)
            .Answers(AsrTaskExamples.Failed);

        group.MapDelete("/task/{taskId}", DeleteAsync)
            .WithSummary("Removes task, text and recording, whatever the task's state")
            .Produces(StatusCodes.Status204NoContent)
            .Answers(AsrTaskExamples.NotFound);
    }

    private static async Task<IResult> SubmitAsync([AsParameters] Submission submission, AsrTaskIds ids) =>
        AsrTaskJson.Created(await submission.AcceptAsync(ids.Next));

    private static async Task<IResult> FindAsync(string taskId, string? format, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        var written = format is null ? null : TranscriptWriter.Parse(format);
        if (format is not null && written is null)
            return AsrTaskJson.BadFormat();

        if (!IsTaskId(taskId) || await jobs.FindAsync(Protocols.AsrTask, taskId, caller.Scope, cancellationToken) is not { } job)
            return AsrTaskJson.NotFound(taskId);

        return job switch
        {
            { State: JobState.Failed or JobState.Cancelled or JobState.Quarantined } => AsrTaskJson.Failed(job),
            { Transcript: { } transcript } => written switch
            {
                null => AsrTaskJson.Done(taskId, transcript),
                TranscriptFormat.Json => AsrTaskJson.Ok(WhisperDict.From(transcript)),
                { } textual => Results.Text(TranscriptWriter.Write(transcript, textual), TranscriptWriter.MediaType(textual)),
            },
            _ => AsrTaskJson.Processing(job),
        };
    }

    private static async Task<IResult> DeleteAsync(string taskId, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        IsTaskId(taskId) && await jobs.FindAsync(Protocols.AsrTask, taskId, caller.Scope, cancellationToken) is { } job
        && await jobs.DeleteAsync(job.Id, caller.Scope, cancellationToken)
            ? Results.NoContent() : AsrTaskJson.NotFound(taskId);

    // Anything else was never given out; it does not reach the database.
    private static bool IsTaskId(string taskId) => taskId.Length == AsrTaskIds.Length && taskId.All(char.IsAsciiDigit);
}
