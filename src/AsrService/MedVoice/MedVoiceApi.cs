using AsrService.Core.Jobs;
using AsrService.Core.Uploads;
using AsrService.Hosting;
using AsrService.Security;
using AsrService.Wire;
using Microsoft.AspNetCore.Mvc;

namespace AsrService.MedVoice;

/// <summary>The MedVoice protocol: a mobile app posts audio, or uploads it first, and polls its task.</summary>
internal static class MedVoiceApi
{
    private const int MaxListed = 1000;
    private const string UserField = "user_id";
    private const string User = "/{**" + UserField + "}";

    public static void MapMedVoice(this IEndpointRouteBuilder endpoints)
    {
        var optional = MedVoiceFields.Recording with { IsOptional = true };

        var process = Group("/process_audio_v2");
        Describe(process.MapPost(User, ProcessAsync)).WithMetadata(optional)
            .WithSummary("Transcribes the recording in the request, or the user's upload that is meant; answers with the task's id at once")
            .Answers(MedVoiceExamples.Started);
        Describe(process.MapPost("/", ProcessOlderAsync)).WithMetadata(optional)
            .WithSummary("The same in its older shape")
            .Answers(MedVoiceExamples.Started);

        Describe(Group("/upload_audio").MapPost(User, UploadAsync)).WithMetadata(MedVoiceFields.Recording)
            .WithSummary("Keeps a recording for the user")
            .Answers(MedVoiceExamples.Uploaded);
        Describe(Group("/process_upload_audio").MapPost(User, ProcessUploadAsync)).WithMetadata(MedVoiceFields.Recording)
            .WithSummary("Keeps a recording for the user and transcribes it")
            .Answers(MedVoiceExamples.UploadStarted);

        foreach (var path in new[] { "/get_audio_task", "/get_audio_processing_result" })
        {
            Group(path).MapGet("/{taskId}", FindAsync)
                .WithSummary("Tells how the task stands, and the text when it is done")
                .Answers(MedVoiceExamples.Done)
                .Answers(MedVoiceExamples.UnknownTask);
        }

        Group("/get_transcript").MapGet("/{fileId}/{extension}", TranscriptAsync)
            .WithSummary("The newest transcript of a file: txt is its text, json the whole result")
            .Answers(MedVoiceExamples.Transcript)
            .Produces<MedVoiceError>(StatusCodes.Status422UnprocessableEntity);

        Group("/get_audios_from_user").MapGet(User, ListAsync)
            .WithSummary("The user's uploads, newest first")
            .Answers(MedVoiceExamples.Files);
        Group("/get_audio").MapGet("/{fileId}/{**user_id}", DownloadAsync)
            .WithSummary("A user's upload itself")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Answers(MedVoiceExamples.NoAudio);

        // A group for each, because the protocol's paths have no beginning in common by which to answer what no endpoint takes.
        RouteGroupBuilder Group(string path) => endpoints.MapWireGroup(path, new(Protocols.MedVoice, MedVoiceJson.Refuse)).WithTags("MedVoice");

        static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
            .Produces<MedVoiceError>(StatusCodes.Status400BadRequest)
            .Produces<MedVoiceError>(StatusCodes.Status409Conflict)
            .Produces<MedVoiceError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<MedVoiceError>(StatusCodes.Status422UnprocessableEntity)
            .Produces<MedVoiceError>(StatusCodes.Status500InternalServerError)
            .Produces<MedVoiceError>(StatusCodes.Status503ServiceUnavailable);
    }

    private static Task<IResult> ProcessAsync([FromRoute(Name = UserField)] string user, [AsParameters] Submission submission, UploadService uploads) =>
        StartAsync(submission, uploads, UserPath.Read(submission.Request, 1, user));

    private static Task<IResult> ProcessOlderAsync([FromQuery(Name = UserField)] string? user, [AsParameters] Submission submission, UploadService uploads) =>
        StartAsync(submission, uploads, user ?? "");

    private static async Task<IResult> StartAsync(Submission submission, UploadService uploads, string user)
    {
        var (job, file) = await ReadAsync(submission, uploads, user);

        // Without a file there will be no recording: the task is accepted all the same, as in the original, and fails.
        return MedVoiceJson.Started(await submission.SubmitAsync(job, file?.Audio));
    }

    private static async Task<IResult> UploadAsync([FromRoute(Name = UserField)] string user, [AsParameters] Submission submission, UploadService uploads)
    {
        var (_, file) = await ReadAsync(submission, uploads, UserPath.Read(submission.Request, 1, user));
        return MedVoiceJson.Uploaded(file!, UrlOf(file!, submission.Request));
    }

    private static async Task<IResult> ProcessUploadAsync([FromRoute(Name = UserField)] string user, [AsParameters] Submission submission, UploadService uploads)
    {
        var (job, file) = await ReadAsync(submission, uploads, UserPath.Read(submission.Request, 1, user));
        return MedVoiceJson.UploadStarted(await submission.SubmitAsync(job, file!.Audio), file);
    }

    private static async Task<IResult> FindAsync(string taskId, Caller caller, JobService jobs, CancellationToken cancellationToken) =>
        Guid.TryParse(taskId, out var id) && await jobs.FindAsync(Protocols.MedVoice, id.ToString(), caller.Scope, cancellationToken) is { } job
            ? MedVoiceJson.Status(job) : MedVoiceJson.UnknownTask();

    private static async Task<IResult> TranscriptAsync(string fileId, string extension, Caller caller, JobService jobs, CancellationToken cancellationToken)
    {
        if (extension is not ("txt" or "json"))
            throw new FaultException(new(FaultKind.BadRequest, "A transcript's extension must be txt or json.") { Field = MedVoiceFields.TranscriptExtension });

        return MedVoiceFields.IsText(fileId) && await jobs.FindTranscribedAsync(fileId, caller.Scope, cancellationToken) is { Transcript: { } transcript }
            ? Results.Json<object>(extension == "txt" ? new MedVoiceTranscript(transcript.Text) : WhisperDict.From(transcript))
            : MedVoiceJson.NoTranscript(fileId, extension);
    }

    private static async Task<IResult> ListAsync([FromRoute(Name = UserField)] string user, HttpRequest request, Caller caller, UploadService uploads, CancellationToken cancellationToken)
    {
        var files = await uploads.ListAsync(new() { User = UserPath.Read(request, 1, user) }, caller.Client?.Id, MaxListed, cancellationToken);
        return MedVoiceJson.Files(files, file => UrlOf(file, request));
    }

    private static async Task<IResult> DownloadAsync(
        string fileId, [FromRoute(Name = UserField)] string? user, HttpContext context, Caller caller, UploadService uploads, IAudioStore audio, CancellationToken cancellationToken)
    {
        var wanted = new UserFile { Id = fileId, User = UserPath.Read(context.Request, 2, user ?? "") };
        if (!MedVoiceFields.IsText(fileId) || await uploads.FindAsync(wanted, caller.Client?.Id, cancellationToken) is not { } file || file.User != wanted.User)
            return MedVoiceJson.NoAudio();

        var stored = await audio.OpenAsync(file.Audio.Key, cancellationToken);
        return AudioFileResult.Of(context, stored, file.Name);
    }

    // What all of them have in common: the recording becomes the user's file, or else the file that is meant is looked up.
    private static async Task<(NewJob Job, Upload? File)> ReadAsync(Submission submission, UploadService uploads, string user)
    {
        // PostgreSQL keeps no NUL; otherwise a user may be called anything.
        if (user.Contains('\0', StringComparison.Ordinal))
            throw new FaultException(new(FaultKind.BadRequest, "A user's name cannot contain the character NUL.") { Field = UserField });

        var (job, form) = await submission.ReadAsync(await submission.BeginAsync(() => Guid.CreateVersion7().ToString()));
        var wanted = MedVoiceFields.Named((job.File ?? new()) with { User = user }, form.FileName);
        var file = form.Audio is not { } stored
            ? await uploads.FindAsync(wanted, job.Client, submission.CancellationToken)
            : await uploads.KeepAsync(wanted, stored, job.Client, submission.CancellationToken)
                ?? throw new FaultException(new(FaultKind.Conflict, "Another file has this file_id; please choose another one."));
        return (job with { File = wanted with { Id = file?.FileId ?? wanted.Id } }, file);
    }

    private static string UrlOf(Upload file, HttpRequest request) =>
        $"{request.Scheme}://{request.Host}/get_audio/{Uri.EscapeDataString(file.FileId)}/{Uri.EscapeDataString(file.User)}";
}
