using AsrService.Core.Jobs;
using AsrService.Core.Transcripts;
using AsrService.Hosting;

namespace AsrService.AsrTask;

/// <summary>The ASR task protocol: a browser posts a recording and polls its task.</summary>
internal static class AsrTaskApi
{
    public const string Protocol = "asr-task";
    public const string Path = "/api/v1/asr";

    private const int MaxKeyLength = 255;

    public static void MapAsrTask(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup(Path).WithTags("ASR task").RequireCors(AsrTaskCors.Policy).AddEndpointFilter<AsrTaskErrors>();

        group.MapGet("/", () => AsrTaskJson.Ok(new AsrTaskService("ok", "asr-backend", "1.0")))
            .WithSummary("Tells that the service is there")
            .Produces<AsrTaskService>();

        group.MapPost("/task", SubmitAsync)
            .WithSummary("Accepts a recording in any format; answers with the task's id at once")
            .WithMetadata(new FilePart("file", TranscriptionOptionsParser.Fields))
            .Produces<AsrTaskCreated>(StatusCodes.Status201Created)
            .Produces<AsrTaskError>(StatusCodes.Status400BadRequest)
            .Produces<AsrTaskError>(StatusCodes.Status409Conflict)
            .Produces<AsrTaskError>(StatusCodes.Status413PayloadTooLarge);

        group.MapGet("/task/{taskId}", FindAsync)
            .WithSummary("Tells how the task stands, and the text when it is done")
            .Produces<AsrTaskDone>()
            .Produces<AsrTaskState>(StatusCodes.Status202Accepted)
            .Produces<AsrTaskError>(StatusCodes.Status400BadRequest)
            .Produces<AsrTaskState>(StatusCodes.Status404NotFound)
            .Produces<AsrTaskState>(StatusCodes.Status500InternalServerError);

        group.MapDelete("/task/{taskId}", DeleteAsync)
            .WithSummary("Removes task, text and recording, whatever the task's state")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<AsrTaskState>(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> SubmitAsync(
        HttpRequest request, JobService jobs, IAudioStore audio, AsrTaskIds ids, AsrOptions options, CancellationToken cancellationToken)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length > MaxKeyLength)
            return AsrTaskJson.Error(StatusCodes.Status400BadRequest, $"The Idempotency-Key is longer than {MaxKeyLength} characters");

        var fields = TranscriptionOptionsParser.Fields.Select(field => field.Name);
        var form = await MultipartUpload.SaveAsync(request, "file", fields, audio, options.Uploads.MaxBytes, cancellationToken);
        if (form.Audio is not { } stored)
            return AsrTaskJson.Error(StatusCodes.Status400BadRequest, "Missing 'file'");

        if (TranscriptionOptionsParser.Parse(form.ValueOf(request.Query), out var asked) is { } fault)
        {
            await audio.DeleteAsync(stored.Key, CancellationToken.None);
            return AsrTaskJson.Error(StatusCodes.Status400BadRequest, fault);
        }

        var job = new NewJob(Protocol, ids.Next, key.Length == 0 ? null : key, asked);
        return await jobs.SubmitAsync(job, stored, cancellationToken) switch
        {
            SubmitResult.Accepted accepted => AsrTaskJson.Created(accepted.ExternalId),
            SubmitResult.Repeated repeated => AsrTaskJson.Created(repeated.ExternalId),
            _ => AsrTaskJson.Error(StatusCodes.Status409Conflict, "The Idempotency-Key was used for another recording or with other options."),
        };
    }

    private static async Task<IResult> FindAsync(string taskId, string? format, JobService jobs, CancellationToken cancellationToken)
    {
        var written = format is null ? null : TranscriptWriter.Parse(format);
        if (format is not null && written is null)
            return AsrTaskJson.Error(StatusCodes.Status400BadRequest, "The format must be json, txt, srt, vtt or tsv");

        if (!IsTaskId(taskId) || await jobs.FindAsync(Protocol, taskId, cancellationToken) is not { } job)
            return AsrTaskJson.NotFound(taskId);

        return job switch
        {
            { State: JobState.Failed } => AsrTaskJson.Failed(job),
            { Transcript: { } transcript } => written switch
            {
                null => AsrTaskJson.Done(taskId, transcript),
                TranscriptFormat.Json => AsrTaskJson.Ok(WhisperDict.From(transcript)),
                { } textual => Results.Text(TranscriptWriter.Write(transcript, textual), TranscriptWriter.MediaType(textual)),
            },
            _ => AsrTaskJson.Processing(job),
        };
    }

    private static async Task<IResult> DeleteAsync(string taskId, JobService jobs, CancellationToken cancellationToken) =>
        IsTaskId(taskId) && await jobs.DeleteAsync(Protocol, taskId, cancellationToken) ? Results.NoContent() : AsrTaskJson.NotFound(taskId);

    // Anything else was never given out; it does not reach the database.
    private static bool IsTaskId(string taskId) => taskId.Length == AsrTaskIds.Length && taskId.All(char.IsAsciiDigit);
}
