using System.Reflection;
using AsrService.Hosting;
using Microsoft.Extensions.Configuration;

namespace AsrService.IntegrationTests.Documents;

/// <summary>What documents name is there.</summary>
public sealed class DocumentTests
{
    public static TheoryData<string> Names => new(Document.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_lead_to_files_and_headings_that_are_there(string name)
    {
        var broken = Document.Read(name).Links.Where(link => !IsThere(name, link.Split('#', 2)));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Settings_are_settings_of_the_server(string name) => Assert.All(Document.Read(name).Settings, key => Assert.True(IsSetting(key), key));

    [Fact]
    public void Every_setting_is_in_the_document_of_settings()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Document.PathOf("src/AsrService/appsettings.json")).Build();

        var keys = settings.AsEnumerable().Where(setting => setting.Value is not null && setting.Key.StartsWith("Asr:", StringComparison.Ordinal)).Select(setting => setting.Key);

        Assert.Empty(keys.Except(Document.Read("docs/configuration.md").Settings));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_are_there(string name)
    {
        string[] directories = ["src/", "tests/", "eng/", "docs/", "deploy/", "bench/"];
        var document = Document.Read(name);

        var missing = document.InlineCode.Concat(document.Commands).SelectMany(code => code.Split(' '))
            .Where(word => directories.Any(directory => word.StartsWith(directory, StringComparison.Ordinal)) && !Path.Exists(Document.PathOf(word)));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Commands_and_their_options_are_known(string name)
    {
        var document = Document.Read(name);
        var unknown = new List<string>();
        foreach (var command in document.InlineCode.Concat(document.Commands))
        {
            if (await CommandHelp.UnknownWordAsync(command) is { } word)
                unknown.Add($"{word} in {command}");
        }

        Assert.Empty(unknown);
    }

    private static bool IsThere(string document, string[] link)
    {
        var target = link[0].Length == 0 ? document : Path.GetRelativePath(SetupFiles.Root, Path.Combine(Path.GetDirectoryName(Document.PathOf(document))!, link[0]));
        return Path.Exists(Document.PathOf(target)) && (link.Length == 1 || Document.Read(target).Anchors.Contains(link[1]));
    }

    private static bool IsSetting(string key)
    {
        var type = typeof(AsrOptions);
        foreach (var word in key.Split(':').Skip(1))
        {
            if (type.GetProperty(word, BindingFlags.Public | BindingFlags.Instance) is not { CanWrite: true } property)
                return false;
            type = property.PropertyType;
        }

        return true;
    }
}
