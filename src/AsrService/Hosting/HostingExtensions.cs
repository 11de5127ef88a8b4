using System.Globalization;
using AsrService.Audio;
using AsrService.Core.Jobs;
using AsrService.Data;
using AsrService.Data.Queue;
using AsrService.Outgoing;
using AsrService.Wire;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Formatting.Json;

namespace AsrService.Hosting;

/// <summary>What every kind of node is made of.</summary>
internal static class HostingExtensions
{
    /// <summary>Where the server listens unless told otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:8080";

    private const string LogTemplate = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} [{Level:u3}] {JobId} {Message:lj}{NewLine}{Exception}";

    // What a shutdown needs after the drain: interrupting jobs, handing them back, stopping the private cluster.
    private static readonly TimeSpan ShutdownReserve = TimeSpan.FromSeconds(20);

    public static AsrOptions AddAsrOptions(this IHostApplicationBuilder builder)
    {
        var options = AsrConfiguration.Load(builder.Configuration);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Options.Create(options.Whisper));
        builder.Services.AddSingleton(Options.Create(options.Audio));
        builder.Services.AddSingleton(Options.Create(options.Text));
        builder.Services.AddSingleton(options.Queue);
        builder.Services.AddSingleton(options.Retries);
        builder.Services.AddSingleton(options.Callbacks);
        builder.Services.AddSingleton(options.Retention);
        builder.Services.AddSingleton(options.Sessions);
        builder.Services.AddSingleton(options.Metrics);
        builder.Services.AddSingleton(TimeProvider.System);
        return options;
    }

    /// <summary>Loopback unless told otherwise. Not in appsettings.json, because that would outrank ASPNETCORE_URLS.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        string[] keys = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        if (keys.All(key => string.IsNullOrEmpty(builder.Configuration[key])))
            builder.WebHost.UseUrls(DefaultAddress);
    }

    public static void UseLimits(this WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;

        // A user's name stands in the path, and each byte of it may be written as three.
        kestrel.Limits.MaxRequestLineSize = 64 << 10;
    });

    public static void AddAsrLogging(this IHostApplicationBuilder builder, AsrOptions options)
    {
        var configuration = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).Enrich.FromLogContext();
        var logger = options.Logs.Json
            ? configuration.WriteTo.Console(new JsonFormatter(renderMessage: true))
            : configuration.WriteTo.Console(outputTemplate: LogTemplate, formatProvider: CultureInfo.InvariantCulture);
        builder.Logging.ClearProviders().AddSerilog(logger.CreateLogger(), dispose: true);
    }

    /// <summary>Database first, then recognition, then the queue: services start in this order and stop in the reverse one.</summary>
    public static void AddAsrNode(this WebApplicationBuilder builder, AsrOptions options)
    {
        var isWorker = options.Roles.HasFlag(NodeRoles.Worker);
        builder.Services.AddAsrDatabase(options.DataDirectory, builder.Configuration.GetConnectionString("Asr"), mayShare: false);
        builder.Services.AddAsrRecognition(options.ModelsDirectory, isWorker);
        var queue = new QueueOptions(
            $"{Environment.MachineName}-{Guid.NewGuid().ToString("N")[..8]}",
            isWorker,
            options.Workers.EffectiveConcurrency(options.Whisper.EffectiveWindows),
            options.Workers.DrainTimeout,
            options.Queue.MaxRunningPerClient,
            options.Retention.Interval);
        builder.Services.AddAsrJobs(queue, options.Storage);
        builder.Services.AddAsrOutgoing(options.Outgoing, options.Downloads);
        builder.Services.AddSingleton<IAudioFetcher, AudioFetcher>();
        builder.Services.AddSingleton<JobFollower>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Workers.DrainTimeout + ShutdownReserve);
    }
}
