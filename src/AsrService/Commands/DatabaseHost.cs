using AsrService.Callbacks;
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
        var builder = CommandHost.CreateBuilder();
        var options = AsrConfiguration.Load(builder.Configuration);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options.Callbacks).AddAsrOutgoing(options.Outgoing, options.Downloads);
        builder.Services.AddSingleton<CallbackSender>().AddSingleton<CallbackBodies>().AddWireJson();
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
