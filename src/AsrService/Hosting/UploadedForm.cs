using AsrService.Core.Jobs;

namespace AsrService.Hosting;

/// <summary>What a multipart request brought.</summary>
/// <param name="Audio">The file, safely on disk; null when the request is not multipart or has no such part.</param>
/// <param name="Fields">The text fields that were asked for, by name; where one is repeated, the last counts.</param>
internal sealed record UploadedForm(StoredAudio? Audio, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Nothing.</summary>
    public static UploadedForm Empty { get; } = new(null, new Dictionary<string, string>());

    /// <summary>What the file is called; data, and never a path.</summary>
    public string? FileName { get; init; }

    /// <summary>Looks values up by name: in the form, else in the query's last mention; null where neither has it.</summary>
    public Func<string, string?> ValueOf(IQueryCollection query) =>
        name => Fields.TryGetValue(name, out var text) ? text : query[name].LastOrDefault();
}
