using System.Runtime.CompilerServices;

namespace AsrService.Tests;

/// <summary>
/// Finds what <c>./asr setup</c> has built and fetched: in the environment, else in artifacts/setup.env of the repository.
/// </summary>
internal static class SetupFiles
{
    private static readonly Lazy<string> LazyRoot = new(() => FindRoot());
    private static readonly Lazy<Dictionary<string, string>> Settings = new(ReadSettings);

    /// <summary>The repository's root directory.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>libwhisper.so.</summary>
    public static string Library => Existing(Setting("Asr__Whisper__Library"));

    /// <summary>The layout of whisper.h's structs, as the compiler sees it.</summary>
    public static string WhisperAbi => Existing(Setting("ASR_WHISPER_ABI"));

    /// <summary>whisper.h itself, which setup puts beside its layout.</summary>
    public static string WhisperHeader => Existing(Path.Combine(Path.GetDirectoryName(WhisperAbi)!, "whisper.h"));

    /// <summary>Kennedy's 11 seconds, jfk.mp3.</summary>
    public static string Sample => Existing(Setting("ASR_SAMPLE"));

    /// <summary>The package s3rver, with what it needs beside it.</summary>
    public static string S3Server => NodePackage("s3rver", "s3rver");

    /// <summary>OpenAI's client for Node.</summary>
    public static string OpenAiNode => NodePackage("openai-node", "openai");

    /// <summary>A model by its name in eng/models.tsv, such as tiny-q8_0.</summary>
    public static string Model(string name)
    {
        foreach (var line in File.ReadLines(Existing(Path.Combine(Root, "eng", "models.tsv"))))
        {
            var columns = line.Split('\t');
            if (columns.Length >= 3 && columns[0] == name)
                return Existing(Path.Combine(Setting("ASR_CACHE"), "objects", columns[2], columns[1]));
        }

        throw Missing($"eng/models.tsv has no model {name}");
    }

    private static string NodePackage(string name, string package) =>
        Path.GetDirectoryName(Existing(Path.Combine(Root, "artifacts", name, "node_modules", package, "package.json"), "./asr setup --tests"))!;

    private static string Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value || Settings.Value.TryGetValue(name, out value)
            ? value
            : throw Missing($"{name} is not set");

    private static string Existing(string path, string command = "./asr setup") => File.Exists(path) ? path : throw Missing($"{path} is missing", command);

    private static Xunit.Sdk.FailException Missing(string fault, string command = "./asr setup") =>
        Xunit.Sdk.FailException.ForFailure($"{fault}: run {command}");

    private static Dictionary<string, string> ReadSettings()
    {
        var file = Path.Combine(Root, "artifacts", "setup.env");
        if (!File.Exists(file))
            return [];
        return File.ReadLines(file)
            .Select(line => line.Split('=', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim(), StringComparer.Ordinal);
    }

    // The sources' own path is not there in a deterministic build, the output's may lie outside the repository.
    private static string FindRoot([CallerFilePath] string source = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory, Path.GetDirectoryName(source) })
        {
            for (var directory = start; directory is not null; directory = Path.GetDirectoryName(directory))
            {
                if (File.Exists(Path.Combine(directory, "AsrService.sln")))
                    return directory;
            }
        }

        throw Missing("the repository was not found");
    }
}
