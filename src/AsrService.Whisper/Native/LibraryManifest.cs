using System.Security.Cryptography;

namespace AsrService.Whisper.Native;

/// <summary>Checks the shared libraries beside libwhisper against <c>manifest.sha256</c> (sha256sum's format).</summary>
internal static class LibraryManifest
{
    internal const string FileName = "manifest.sha256";
    private const int HashLength = 64;
    private const int LongestManifest = 1024 * 1024;

    /// <summary>Does nothing if there is no manifest, as beside a system library.</summary>
    /// <exception cref="WhisperException">The manifest is malformed, or a library is missing, altered or not listed.</exception>
    internal static void Verify(string libraryPath)
    {
        var manifest = Path.Combine(Path.GetDirectoryName(libraryPath)!, FileName);
        if (!File.Exists(manifest))
            return;
        try
        {
            Verify(libraryPath, manifest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WhisperException($"The libraries of {manifest} cannot be read: {e.Message}", e);
        }
    }

    private static void Verify(string libraryPath, string manifest)
    {
        var directory = Path.GetDirectoryName(libraryPath)!;
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (hash, name) in Read(manifest))
        {
            if (!IsSharedLibrary(name))
                continue;
            VerifyFile(Path.Combine(directory, name), hash, manifest);
            listed.Add(name);
        }

        // Otherwise a manifest that forgets the library would vouch for it by silence; and ggml loads the best backend
        // that it finds in the directory, such as one left behind by another version.
        var loadable = Directory.EnumerateFiles(directory, "libggml*.so").Select(Path.GetFileName);
        foreach (var name in loadable.Append(Path.GetFileName(libraryPath)))
        {
            if (!listed.Contains(name!))
                throw new WhisperException($"{Path.Combine(directory, name!)} is not listed in {manifest}.");
        }
    }

    private static IEnumerable<(string Hash, string Name)> Read(string manifest)
    {
        if (new FileInfo(manifest).Length > LongestManifest)
            throw new WhisperException($"{manifest} is too large to be a manifest.");

        foreach (var line in File.ReadLines(manifest))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var name = line.Length > HashLength + 2 ? line[(HashLength + 2)..].Trim() : "";
            if (name.StartsWith("./", StringComparison.Ordinal))
                name = name[2..];
            var hash = line.Length > HashLength ? line[..HashLength] : "";
            var relative = name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains("..", StringComparison.Ordinal);
            if (!IsHash(hash) || line[HashLength] != ' ' || !relative)
                throw new WhisperException($"{manifest} has a line that is not '<sha256>  <relative name>': \"{Shorten(line)}\".");
            yield return (hash, name);
        }
    }

    private static void VerifyFile(string path, string expected, string manifest)
    {
        if (!File.Exists(path))
            throw new WhisperException($"{path} is listed in {manifest} but missing.");
        using var stream = File.OpenRead(path);
        var actual = Convert.ToHexString(SHA256.HashData(stream));
        if (!actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new WhisperException(
                $"{path} does not have the SHA-256 that {manifest} gives for it: the file is damaged or was replaced.");
        }
    }

    private static bool IsSharedLibrary(string name) =>
        name.EndsWith(".so", StringComparison.Ordinal) || Path.GetFileName(name).Contains(".so.", StringComparison.Ordinal);

    private static bool IsHash(string text) => text.Length == HashLength && text.All(char.IsAsciiHexDigit);

    private static string Shorten(string line) => line.Length <= 100 ? line : line[..100] + "…";
}
