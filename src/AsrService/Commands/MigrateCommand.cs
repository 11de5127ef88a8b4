using System.CommandLine;
using AsrService.Data;
using AsrService.Hosting;

namespace AsrService.Commands;

/// <summary>Brings the database's schema up to date without serving.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database's schema up to date and exit");
        command.SetAction((_, cancellationToken) => CommandLine.GuardAsync(() => RunAsync(cancellationToken)));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        var options = AsrConfiguration.Load(builder.Configuration);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddAsrDatabase(options.DataDirectory, builder.Configuration.GetConnectionString("Asr"), mayShare: true);

        // Starting the database services is all there is to do: the schema is brought up to date by one of them.
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        await host.StopAsync(cancellationToken);
        Console.WriteLine("The schema is up to date.");
    }
}
