using AsrService.Core.Jobs;
using AsrService.Core.Uploads;
using AsrService.Wire;

namespace AsrService.MedVoice;

/// <summary>The protocol's answers: the one place where job states and faults become its words.</summary>
internal static class MedVoiceJson
{
    // Celery's words for tasks, which the app compares.
    public static IResult Status(Job job) => Results.Json(job switch
    {
        { Transcript: { } transcript } => new("SUCCESS", FileId: job.FileId, Transcript: transcript.Text, Result: WhisperDict.From(transcript)),
        { State: JobState.Fetching or JobState.Transcribing } => new("STARTED", Progress: job.Progress),
        { State: JobState.Queued or JobState.Retrying } => new("PENDING"),

        // The original's own words for an upload that is not there.
        { Failure: JobFailure.Storage, HasRecording: false } => new("FAILURE", Error: "404: Audio file not found", ErrorType: "storage_error"),
        _ => new MedVoiceTask("FAILURE", Error: job.Error ?? "The task failed.", ErrorType: job.Failure == JobFailure.Storage ? "storage_error" : "processing_error"),
    });

    public static IResult Started(string taskId) => Results.Json(new MedVoiceStarted("Audio processing started in the background", taskId));

    public static IResult Uploaded(Upload file, string url) => Results.Json(new MedVoiceUploaded(
        "Audio file uploaded successfully", file.Name, $"{file.User}/{file.FileId}.{file.Extension}", url, file.FileId));

    public static IResult UploadStarted(string taskId, Upload file) => Results.Json(new MedVoiceUploadStarted("Audio file uploaded and processing started", taskId, file.Name));

    public static IResult Files(IReadOnlyList<Upload> files, Func<Upload, string> urlOf) =>
        Results.Json(new MedVoiceFiles([.. files.Select(urlOf)], [.. files.Select(file => File(file, urlOf(file)))]));

    public static IResult UnknownTask() =>
        Results.Json(new MedVoiceTask("NOT_FOUND", Error: "There is no such task."), statusCode: StatusCodes.Status404NotFound);

    public static IResult NoTranscript(string fileId, string extension) => Results.Json(new MedVoiceMessage($"No file found with ID {fileId} and extension .{extension}"));

    public static IResult NoAudio() => Results.Json(new MedVoiceError("Audio file not found"), statusCode: StatusCodes.Status404NotFound);

    public static IResult Refuse(Fault fault) => fault switch
    {
        { Field: { } field, Kind: FaultKind.BadRequest } => Results.Json(
            new MedVoiceError(fault.Message, [new([PlaceOf(field), field], fault.Message, fault.IsMissing ? "missing" : "value_error")]), statusCode: StatusCodes.Status422UnprocessableEntity),

        // [DOC] What cannot be dispatched is answered with 500; the detail is for the log.
        { Kind: FaultKind.Unavailable } => Results.Json(new MedVoiceError(fault.Message), statusCode: StatusCodes.Status500InternalServerError),
        _ => Results.Json(new MedVoiceError(fault.Message), statusCode: fault.StatusCode),
    };

    // Where FastAPI would have looked for it.
    private static string PlaceOf(string field) => field == MedVoiceFields.Recording.Name ? "body" : field == MedVoiceFields.TranscriptExtension ? "path" : "query";

    private static MedVoiceFile File(Upload upload, string url) => new(
        upload.FileId, upload.Name, upload.Extension, upload.Audio.Bytes, upload.Seconds, Convert.ToHexStringLower(upload.Audio.Sha256), upload.UploadedAt, url);
}
