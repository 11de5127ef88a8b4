using System.CommandLine;
using AsrService.Benchmarks.Callbacks;
using AsrService.Benchmarks.Chaos;
using AsrService.Benchmarks.Engine;
using AsrService.Benchmarks.Memory;
using AsrService.Benchmarks.Pages;
using AsrService.Benchmarks.Recognition;
using AsrService.Benchmarks.Requests;
using AsrService.Benchmarks.Running;
using AsrService.Benchmarks.Sessions;
using AsrService.Benchmarks.Wer;
using AsrService.Core;
using Spectre.Console;

namespace AsrService.Benchmarks;

/// <summary>What <c>./asr bench</c> runs.</summary>
internal static class BenchmarkProgram
{
    // A table that is wrapped to a terminal's 80 columns cannot be read.
    private const int FileWidth = 240;

    // After Ctrl-C: servers and a database have to be stopped.
    private static readonly TimeSpan CleanUpTimeout = TimeSpan.FromMinutes(2);

    public static async Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = FileWidth;
        }

        var figures = new Figures();
        var root = new RootCommand("Measures recognition side by side with whisper.cpp's own program, and the server: its requests, engine, queue, callbacks, sessions, pages, memory, and what takes it down.")
        {
            RecognitionCommand.Create(figures),
            PipelineCommand.Create(),
            WerCommand.Create(),
            RequestsCommand.Create(figures),
            ChaosCommand.Create(figures),
            EngineCommand.Create(figures),
            EngineWorkerCommand.Create(),
            CallbacksCommand.Create(figures),
            SessionsCommand.Create(figures),
            MemoryCommand.Create(figures),
            IdleCommand.Create(figures),
            PagesCommand.Create(figures),
        };
        root.Add(AllCommand.Create(root, figures));
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
