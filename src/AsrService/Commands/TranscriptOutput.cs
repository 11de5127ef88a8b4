using AsrService.Core;
using AsrService.NativeJobs;

namespace AsrService.Commands;

/// <summary>Where <c>./asr transcribe</c> puts its results: one after the other on the standard output, or beside each other in a directory.</summary>
internal sealed class TranscriptOutput
{
    private readonly string? directory;
    private readonly HashSet<string> used = [];

    /// <summary>Makes the directory if need be.</summary>
    /// <param name="directory">The directory; null for the standard output.</param>
    /// <exception cref="StartUpException">It cannot be made.</exception>
    public TranscriptOutput(string? directory)
    {
        this.directory = directory;
        try
        {
            if (directory is not null)
                Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartUpException($"The directory {directory} cannot be made: {exception.Message}");
        }
    }

    /// <summary>Writes the result of a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public Task WriteAsync(string file, NativeFormat format, string text, CancellationToken cancellationToken)
    {
        if (directory is null)
            return Console.Out.WriteAsync(text.AsMemory(), cancellationToken);

        // Of two recordings that differ in their endings only, or in their directories, none may overwrite the other's text.
        var extension = format.Textual is null ? "json" : format.Word;
        string[] names = [Path.GetFileNameWithoutExtension(file), Path.GetFileName(file)];
        var name = names.Concat(Enumerable.Range(2, used.Count + 1).Select(number => $"{names[1]}.{number}")).First(name => used.Add(name));
        return File.WriteAllTextAsync(Path.Combine(directory, $"{name}.{extension}"), text, cancellationToken);
    }
}
