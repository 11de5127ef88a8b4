using System.Net;
using AsrService.Data;
using AsrService.Hosting;
using AsrService.Outgoing;

namespace AsrService.Commands;

/// <summary>Gives a command the server's database, whether or not the server runs.</summary>
internal static class DatabaseHost
{
    /// <summary>Brings the schema up to date and runs <paramref name="work"/>.</summary>
    public static async Task RunAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        var options = AsrConfiguration.Load(builder.Configuration);

        // Standard output is the command's.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft", LogLevel.Error);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new OutgoingGuard(options.Outgoing, Dns.GetHostAddressesAsync));
        builder.Services.AddAsrDatabase(options.DataDirectory, builder.Configuration.GetConnectionString("Asr"), mayShare: true);

        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        try
        {
            await work(host.Services, cancellationToken);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
