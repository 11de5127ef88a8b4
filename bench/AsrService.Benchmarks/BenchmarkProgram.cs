using System.CommandLine;
using AsrService.Benchmarks.Callbacks;
using AsrService.Benchmarks.Chaos;
using AsrService.Benchmarks.Pages;
using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Sessions;
using AsrService.Benchmarks.Wer;
using AsrService.Core;
using Spectre.Console;

namespace AsrService.Benchmarks;

/// <summary>What <c>./asr bench</c> runs.</summary>
internal static class BenchmarkProgram
{
    // A table that is wrapped to a terminal's 80 columns cannot be read.
    private const int FileWidth = 160;

    // After Ctrl-C: servers and a database have to be stopped.
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromMinutes(2);

    public static async Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = FileWidth;
        }

        var root = new RootCommand("Measures recognition side by side with whisper.cpp's own program, the server against what takes it down, its callbacks, its sessions, and its pages over many jobs.")
        {
            RecognitionCommand.Create(),
            PipelineCommand.Create(),
            WerCommand.Create(),
            ChaosCommand.Create(),
            CallbacksCommand.Create(),
            SessionsCommand.Create(),
            PagesCommand.Create(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = CleanUpTimeout,
            });
        }
        catch (Exception exception) when (exception is BenchmarkException or StartUpException)
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
