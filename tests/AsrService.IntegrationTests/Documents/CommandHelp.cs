using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using AsrService.Benchmarks;

namespace AsrService.IntegrationTests.Documents;

/// <summary>What <c>./asr</c> and the commands behind it say of themselves.</summary>
internal static partial class CommandHelp
{
    private static readonly ConcurrentDictionary<string, Task<string>> Texts = new(StringComparer.Ordinal);

    /// <summary>The first subcommand or option that an <c>./asr</c> command has and its help does not know; null where all is well, or it is another program's.</summary>
    public static async Task<string?> UnknownWordAsync(string command)
    {
        string[] words = [.. command.Split(' ').SkipWhile(word => word != "./asr").Skip(1).TakeWhile(word => word is not ("&&" or "|" or ">" or "<"))];
        if (words.Length == 0)
            return null;
        if (!(await OfScriptAsync()).Contains($"./asr {words[0]} ", StringComparison.Ordinal))
            return words[0];

        // What follows these is for another program, which has its own options.
        if (words[0] is "database" or "serve")
            return null;

        var path = new List<string>();
        var help = await OfAsync(words, path);
        foreach (var word in words[1..])
        {
            var section = help.Split("Commands:");
            if (section.Length > 1 && section[1].Contains($"\n  {word} ", StringComparison.Ordinal))
                help = await OfAsync(words, path, word);
            else if (word.StartsWith('-') && !help.Contains($" {word.Split('=')[0]} ", StringComparison.Ordinal))
                return word;
            else if (section.Length > 1 && char.IsAsciiLetterLower(word[0]))
                return word;
        }

        return null;
    }

    private static Task<string> OfScriptAsync() => RunAsync(Document.PathOf("asr"), "help");

    // Those that the script runs itself are told by it.
    private static Task<string> OfAsync(string[] words, List<string> path, string? next = null)
    {
        if (next is not null)
            path.Add(next);
        return words[0] switch
        {
            "setup" or "demo" or "test" or "help" => OfScriptAsync(),
            "bench" => RunAsync("dotnet", typeof(BenchmarkProgram).Assembly.Location, [.. path, "--help"]),
            _ => RunAsync("dotnet", typeof(Program).Assembly.Location, [words[0], .. path, "--help"]),
        };
    }

    private static Task<string> RunAsync(string program, string first, params string[] arguments) => Texts.GetOrAdd($"{program} {first} {string.Join(' ', arguments)}", async _ =>
    {
        using var process = Process.Start(new ProcessStartInfo(program, [first, .. arguments]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        // Every word between spaces, whatever stands around it.
        return Around().Replace(text, " ").ReplaceLineEndings(" \n");
    });

    [GeneratedRegex(@"[,()\[\]]", RegexOptions.NonBacktracking)]
    private static partial Regex Around();
}
