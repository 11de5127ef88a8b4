using System.CommandLine;
using System.CommandLine.Parsing;
using AsrService.Core;
using AsrService.Core.Recognition;
using AsrService.Hosting;
using AsrService.NativeJobs;

namespace AsrService.Commands;

/// <summary>Turns recordings into text: here, or on a running server.</summary>
internal static class TranscribeCommand
{
    private static readonly NativeFormat DefaultFormat = NativeFormat.Named("txt")!;

    public static Command Create()
    {
        var files = new Argument<string[]>("file") { Description = "The recordings; - is the standard input", Arity = ArgumentArity.OneOrMore };
        var format = new Option<NativeFormat?>("--format") { CustomParser = ParseFormat, Description = $"How the text is written: {NativeFormat.Words}; txt unless given" };
        var model = new Option<string>("--model") { Description = "A model's name, or a path to a ggml file; the configured one unless given" };
        var language = new Option<string>("--language") { Description = "The language spoken, a code such as en or zh, or auto; as configured unless given" };
        var output = new Option<string>("--output") { Description = "A directory that the results are put into, as NAME.txt; the standard output unless given" };
        var server = new Option<Uri>("--server") { CustomParser = ServerAddress.Parse, Description = $"Have a running server do it, for example {HostingExtensions.DefaultAddress}; it prints text only" };
        var command = new Command("transcribe", "Print the text of recordings; needs no server") { files, format, model, language, output, server };
        command.Validators.Add(result =>
        {
            if (result.GetResult(server) is not null && (result.GetResult(format) ?? result.GetResult(output)) is not null)
                result.AddError("--format and --output are not for --server: its API gives every form of a text, as it says with each task.");
            if (result.GetValue(files) is { } names && names.Count(name => name == "-") > (result.GetResult(server) is null ? 1 : 0))
                result.AddError("- can be given once, and not with --server.");
        });
        command.SetAction((parsed, cancellationToken) => CommandLine.GuardAsync(
            token =>
            {
                var asked = new TranscriptionOptions { Model = parsed.GetValue(model), Language = LanguageOf(parsed.GetValue(language)) };
                return parsed.GetValue(server) is { } address
                    ? ServerTranscription.RunAsync(parsed.GetRequiredValue(files), address, FieldsOf(asked), token)
                    : LocalTranscription.RunAsync(parsed.GetRequiredValue(files), parsed.GetValue(format) ?? DefaultFormat, asked, parsed.GetValue(output), token);
            },
            cancellationToken));
        return command;
    }

    private static NativeFormat? ParseFormat(ArgumentResult result)
    {
        var format = NativeFormat.Named(result.Tokens[0].Value);
        if (format is null)
            result.AddError($"{result.Tokens[0].Value} is no format. There are {NativeFormat.Words}.");
        return format;
    }

    private static string? LanguageOf(string? code) => code is null || code == SpokenLanguage.Auto || SpokenLanguage.Codes.Contains(code)
        ? code
        : throw new StartUpException($"{code} is no language that Whisper knows. Give a code such as en, fr or zh, or auto.");

    private static Dictionary<string, string> FieldsOf(TranscriptionOptions asked) =>
        new[] { ("model", asked.Model), ("language", asked.Language) }.Where(field => field.Item2 is not null).ToDictionary(field => field.Item1, field => field.Item2!);
}
