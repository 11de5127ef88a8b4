using System.CommandLine;
using AsrService.Core;
using Microsoft.AspNetCore.Connections;

namespace AsrService.Commands;

/// <summary>The program's commands; without one it serves.</summary>
internal static class CommandLine
{
    private const int Interrupted = 130;

    /// <summary>Runs the command that <paramref name="args"/> name.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="serve">Runs the server; takes settings such as <c>--Asr:Whisper:Model=base.en-q8_0</c>.</param>
    public static Task<int> RunAsync(string[] args, Func<string[], Task> serve)
    {
        var serveCommand = new Command("serve", "Run the server until Ctrl-C (the default)");
        var root = new RootCommand("AsrService: post audio, get a job id at once, fetch the text when it is ready.") { serveCommand };

        // Settings do not go through the parser, which would take the colons in their names for the start of a value.
        string[] settings = [.. args.SkipWhile((arg, index) => index == 0 && arg == serveCommand.Name)];
        if (settings.All(IsSetting))
            return GuardAsync(() => serve(settings));

        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(DatabaseCommand.Create());
        root.Subcommands.Add(ClientsCommand.Create());
        root.Subcommands.Add(OperatorsCommand.Create());
        root.Subcommands.Add(HealthcheckCommand.Create());
        root.Subcommands.Add(ModelsCommand.Create());
        root.Subcommands.Add(TranscribeCommand.Create());
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static bool IsSetting(string arg) => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=');

    /// <summary>Like the other one, for work that may also fail in part, having told how; Ctrl-C ends it with 130, as shells expect.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> GuardAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        var isComplete = false;
        var exitCode = await GuardAsync(async () => isComplete = await work(cancellationToken));
        return isComplete ? exitCode : cancellationToken.IsCancellationRequested ? Interrupted : 1;
    }

    /// <summary>Tells the operator in a sentence what is wrong with the installation, without a stack trace.</summary>
    public static async Task<int> GuardAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (StartUpException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message} Stop what listens there, or set ASPNETCORE_URLS.");
            return 1;
        }
    }
}
