using System.Globalization;
using Spectre.Console;

namespace AsrService.Commands;

/// <summary>Progress and faults, on the standard error, so that the standard output is the result's alone.</summary>
internal static class ErrorScreen
{
    private static readonly Lazy<IAnsiConsole> LazyConsole = new(() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>Whether somebody watches; in a file or a pipe, lines that move are noise.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>The terminal.</summary>
    public static IAnsiConsole Terminal => LazyConsole.Value;

    /// <summary>Prints a line, above a progress bar if there is one.</summary>
    public static void Say(string line)
    {
        if (IsWatched)
            Terminal.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{line}");
        else
            Console.Error.WriteLine(line);
    }
}
