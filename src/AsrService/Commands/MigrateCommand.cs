using System.CommandLine;

namespace AsrService.Commands;

/// <summary>Brings the database's schema up to date without serving.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database's schema up to date and exit");
        command.SetAction((_, cancellationToken) => CommandLine.GuardAsync(() => DatabaseHost.RunAsync(SayAsync, cancellationToken)));
        return command;
    }

    // The schema is brought up to date by one of the database's services as it starts.
    private static Task SayAsync(IServiceProvider services, CancellationToken cancellationToken) => Console.Out.WriteLineAsync("The schema is up to date.");
}
