using System.Security.Cryptography;
using AsrService.Core;

namespace AsrService.Audio.Models;

/// <summary>Turns a model's name into a file whose hash has been checked.</summary>
/// <param name="modelsDirectory">Where the operator keeps models; empty for the user's cache, which set-up fills.</param>
internal sealed class ModelLocator(string? modelsDirectory)
{
    /// <summary>The voice activity detector, which is no model to recognise with.</summary>
    public const string VadName = "silero-v6.2.0";

    private const string Prefix = "ggml-";
    private const string Suffix = ".bin";

    /// <summary>The verified file of the model <paramref name="nameOrPath"/>.</summary>
    /// <exception cref="StartUpException">It is unknown, missing or damaged.</exception>
    public string Locate(string nameOrPath)
    {
        var known = KnownModel.All.FirstOrDefault(model => model.Name == nameOrPath);
        var path = known is not null ? PathOf(known)
            : nameOrPath.Contains('/') ? Path.GetFullPath(nameOrPath)
            : PathOf(nameOrPath);
        if (!File.Exists(path))
        {
            throw new StartUpException(known is not null
                ? $"The model {nameOrPath} is not at {path}. {Repair(known)}"
                : $"The model {nameOrPath} is not at {path}. Known names: {string.Join(", ", KnownModel.Recognisers.Select(model => model.Name))}; or give a path with a slash.");
        }

        if (known is not null && HashOf(path) != known.Sha256)
            throw new StartUpException($"The model file {path} is damaged (its SHA-256 is not {known.Sha256}). {Repair(known)}");

        return path;
    }

    /// <summary>Whether a request may ask for <paramref name="name"/>: a name, never a path, of a model that is here.</summary>
    public bool Has(string name) =>
        name.Length is > 0 and <= 64
        && name != VadName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && (!string.IsNullOrEmpty(modelsDirectory) || KnownModel.All.Any(model => model.Name == name))
        && File.Exists(PathOf(name));

    /// <summary>The models that a request may ask for.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. KnownModel.All.Select(model => model.Name)
            .Concat(string.IsNullOrEmpty(modelsDirectory) || !Directory.Exists(modelsDirectory) ? [] : Directory.EnumerateFiles(modelsDirectory, $"{Prefix}*{Suffix}").Select(NameOf))
            .Where(Has).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Where a model of that name lies, or would.</summary>
    public string PathOf(string name) =>
        KnownModel.All.FirstOrDefault(model => model.Name == name) is { } known ? PathOf(known)
        : Path.Combine(modelsDirectory ?? "", Prefix + name + Suffix);

    /// <summary>Where a known model lies, or would.</summary>
    public string PathOf(KnownModel model) => string.IsNullOrEmpty(modelsDirectory)
        ? Path.Combine(Cache, "objects", model.Sha256, model.File)
        : Path.Combine(modelsDirectory, model.File);

    // The same rule as eng/common.sh.
    private static string Cache =>
        Environment.GetEnvironmentVariable("ASR_CACHE") is { Length: > 0 } moved ? moved
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "asr-service");

    private static string NameOf(string path) => Path.GetFileName(path)[Prefix.Length..^Suffix.Length];

    private string Repair(KnownModel model) => model.Name != VadName ? $"To fetch it: ./asr models pull {model.Name}"
        : string.IsNullOrEmpty(modelsDirectory) ? "To make it: ./asr setup"
        : "Put the right file there, or leave Asr__ModelsDirectory empty and run ./asr setup.";

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
