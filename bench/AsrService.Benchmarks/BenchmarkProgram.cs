using System.CommandLine;
using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Wer;
using Spectre.Console;

namespace AsrService.Benchmarks;

/// <summary>What <c>./asr bench</c> runs.</summary>
internal static class BenchmarkProgram
{
    // A table that is wrapped to a terminal's 80 columns cannot be read.
    private const int FileWidth = 160;

    public static async Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = FileWidth;
        }

        var root = new RootCommand("Measures recognition side by side with whisper.cpp's own program.")
        {
            RecognitionCommand.Create(),
            PipelineCommand.Create(),
            WerCommand.Create(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BenchmarkException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
    }
}
