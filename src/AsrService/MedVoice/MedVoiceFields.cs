using AsrService.Core.Uploads;
using AsrService.Hosting;

namespace AsrService.MedVoice;

/// <summary>What the protocol's requests may say.</summary>
internal static class MedVoiceFields
{
    /// <summary>The last part of a path that asks for a transcript.</summary>
    public const string TranscriptExtension = "extension";

    // What the app records, and all that it may say.
    private static readonly string[] Extensions = [UserFile.DefaultExtension, "mp3", "wav"];

    /// <summary>A file, and what is said of it.</summary>
    public static FilePart Recording { get; } = new("file",
    [
        Field("file_id", "The file's id", $"at most {UserFile.MaxLength} characters without control characters and slashes",
            (file, value) => IsText(value) && !value.Contains('/', StringComparison.Ordinal) ? file with { Id = value } : null),
        Field("file_name", "The file's name", $"at most {UserFile.MaxLength} characters without control characters", (file, value) => IsText(value) ? file with { Name = value } : null),
        Field("file_extension", "What the app recorded", "m4a, mp3 or wav", (file, value) => Extensions.Contains(value) ? file with { Extension = value } : null),
        .. TranscriptionOptionsParser.Fields,
        TranscriptionOptionsParser.CallbackUrl,
    ])
    {
        TakesBody = true,
        Example = new() { ["file_id"] = "visit-17", ["language"] = "en" },
    };

    /// <summary>What the file is called that came with a request, and what it is taken for, unless the request says so.</summary>
    public static UserFile Named(UserFile file, string? uploadedAs)
    {
        // A name is data: what some app calls a file may be a path of its own.
        var name = uploadedAs is null ? null : new string([.. uploadedAs[(uploadedAs.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c)).Take(UserFile.MaxLength)]);
        var extension = name is null ? "" : Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        return file with
        {
            Name = file.Name ?? (string.IsNullOrWhiteSpace(name) ? null : name),
            Extension = file.Extension ?? (extension.Length is > 0 and <= 10 && extension.All(char.IsAsciiLetterOrDigit) ? extension : null),
        };
    }

    /// <summary>Whether it can be an id or a name.</summary>
    public static bool IsText(string value) => value.Length <= UserFile.MaxLength && !value.Any(char.IsControl);

    private static RequestField Field(string name, string meaning, string allowed, Func<UserFile, string, UserFile?> set) =>
        new(name, meaning, allowed, (job, value) => set(job.File ?? new(), value) is { } file ? job with { File = file } : null);
}
