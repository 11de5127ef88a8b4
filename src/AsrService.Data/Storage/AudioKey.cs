namespace AsrService.Data.Storage;

/// <summary>What audio is called in a store: <c>DIRECTORY/NAME</c>. The same everywhere, so that audio can be moved to another store.</summary>
internal static class AudioKey
{
    private const int DirectoryLength = 2;

    // The tail of a version 7 UUID is random: 256 directories of even size.
    public static string Of(string name) => $"{DirectoryOf(name)}/{name}";

    /// <summary>Whether a file found in a store is audio of ours.</summary>
    public static bool IsKey(string text) =>
        text.Length > DirectoryLength + 1 && Guid.TryParseExact(text[(DirectoryLength + 1)..], "N", out _) && text == Of(text[(DirectoryLength + 1)..]);

    private static string DirectoryOf(string name) => name[^DirectoryLength..];
}
