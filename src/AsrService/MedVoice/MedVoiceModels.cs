using AsrService.Wire;

namespace AsrService.MedVoice;

internal sealed record MedVoiceStarted(string Message, string TaskId);

internal sealed record MedVoiceUploaded(string Message, string Filename, string StoragePath, string Url, string FileId);

internal sealed record MedVoiceUploadStarted(string Message, string TaskId, string Filename);

/// <summary>A task, in Celery's words.</summary>
internal sealed record MedVoiceTask(
    string Status,
    double? Progress = null,
    string? FileId = null,
    string? Transcript = null,
    WhisperDict? Result = null,
    string? Error = null,
    string? ErrorType = null);

internal sealed record MedVoiceTranscript(string Transcript);

internal sealed record MedVoiceMessage(string Message);

/// <summary>A user's files, newest first. The URLs are the protocol's; what is known of each file is added here.</summary>
internal sealed record MedVoiceFiles(IReadOnlyList<string> Urls, IReadOnlyList<MedVoiceFile> Files);

internal sealed record MedVoiceFile(string FileId, string Filename, string Extension, long Bytes, double? Seconds, string Sha256, DateTimeOffset UploadedAt, string Url);

/// <summary>A refusal. The app shows <c>Error</c>; <c>Detail</c> is FastAPI's list, on 422 only.</summary>
internal sealed record MedVoiceError(string Error, IReadOnlyList<MedVoiceDetail>? Detail = null);

internal sealed record MedVoiceDetail(IReadOnlyList<string> Loc, string Msg, string Type);
