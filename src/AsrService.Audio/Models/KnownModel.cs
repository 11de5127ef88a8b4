using System.Globalization;

namespace AsrService.Audio.Models;

/// <summary>A row of <c>eng/models.tsv</c>, the one table of known models, which set-up reads too.</summary>
/// <param name="Name">The name in the configuration, for example <c>tiny-q8_0</c>.</param>
/// <param name="File">Its file name.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
/// <param name="Bytes">The file's length.</param>
internal sealed record KnownModel(string Name, string File, string Sha256, long Bytes)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<KnownModel> All { get; } = Load();

    /// <summary>Those that recognise speech.</summary>
    public static IReadOnlyList<KnownModel> Recognisers { get; } = [.. All.Where(model => model.Name != ModelLocator.VadName)];

    /// <summary>Whether a model of that name knows no language but English.</summary>
    public static bool IsEnglishOnly(string name) => name.Contains(".en", StringComparison.Ordinal);

    private static List<KnownModel> Load()
    {
        using var reader = new StreamReader(typeof(KnownModel).Assembly.GetManifestResourceStream("models.tsv")!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .Select(columns => new KnownModel(columns[0], columns[1], columns[2], long.Parse(columns[3], NumberStyles.None, CultureInfo.InvariantCulture)))
            .ToList();
    }
}
