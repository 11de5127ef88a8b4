using AsrService.Core.Jobs;

namespace AsrService.Core.Uploads;

/// <summary>A file that is kept for a user.</summary>
/// <param name="FileId">Its id, which no other file of the same client has.</param>
/// <param name="User">Whose it is; empty where nobody said.</param>
/// <param name="Name">What it is called: data, never a path.</param>
/// <param name="Extension">Without a dot, in lower case.</param>
/// <param name="Audio">The recording itself; several files of a user may share one.</param>
/// <param name="Seconds">Length in seconds; null until it has been transcribed once.</param>
/// <param name="UploadedAt">When it came last.</param>
public sealed record Upload(string FileId, string User, string Name, string Extension, StoredAudio Audio, double? Seconds, DateTimeOffset UploadedAt);
