using System.Text.RegularExpressions;

namespace AsrService.IntegrationTests.Documents;

/// <summary>One of the documents that users read.</summary>
internal sealed partial class Document
{
    private Document(string name, string text)
    {
        Name = name;
        Text = text;
    }

    /// <summary>All of them, by their paths in the repository.</summary>
    public static IEnumerable<string> Names =>
        ["README.md", "CONTRIBUTING.md", .. Directory.GetFiles(PathOf("docs"), "*.md").Select(file => Path.GetRelativePath(SetupFiles.Root, file)).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public string Text { get; }

    /// <summary>The commands of its shell blocks in their order, without comments.</summary>
    public IEnumerable<string> Commands => Blocks().Matches(Text)
        .SelectMany(block => block.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        .Select(line => Comment().Replace(line, "").Trim())
        .Where(line => line.Length > 0);

    /// <summary>What stands as code in its sentences and tables.</summary>
    public IEnumerable<string> InlineCode => Code().Matches(Prose).Select(code => Spaces().Replace(code.Groups[1].Value, " "));

    /// <summary>Where its links lead.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(link => link.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal));

    /// <summary>Its headings, as links name them.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(Prose).Select(heading => NoAnchor().Replace(heading.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The settings that it names, as <c>Asr:Section:Key</c>; "…Key" is another one of the section that was named before in the line.</summary>
    public IEnumerable<string> Settings => Text.Split('\n').SelectMany(SettingsOf);

    private string Prose => Blocks().Replace(OtherBlocks().Replace(Text, ""), "");

    public static Document Read(string name) => new(name, File.ReadAllText(PathOf(name)));

    /// <summary>A path in the repository.</summary>
    public static string PathOf(string name) => Path.Combine(SetupFiles.Root, name);

    private static IEnumerable<string> SettingsOf(string line)
    {
        string? section = null;
        foreach (Match match in Setting().Matches(line))
        {
            if (match.Groups["key"].Success)
            {
                if (section is not null)
                    yield return $"{section}:{match.Groups["key"].Value}";
                continue;
            }

            var words = match.Value.Split([':', '_'], StringSplitOptions.RemoveEmptyEntries);
            section = string.Join(':', words[..^1]);
            yield return string.Join(':', words);
        }
    }

    [GeneratedRegex(@"^ *```sh\n(?<text>(?:.*\n)*?) *```$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^ *```(?!sh)\w+\n(?:.*\n)*? *```$", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex OtherBlocks();

    [GeneratedRegex(@"(?:^| +)# ?.*$", RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"`(?<text>[^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w -]", RegexOptions.NonBacktracking)]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"\bAsr(?:__|:)[A-Za-z0-9]+(?:(?:__|:)[A-Za-z0-9]+)*|`…(?<key>[A-Z][A-Za-z0-9]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();
}
