using AsrService.AsrTask;
using AsrService.Callbacks;
using AsrService.Commands;
using AsrService.Dashboard;
using AsrService.DeepFinch;
using AsrService.Health;
using AsrService.Hosting;
using AsrService.MedVoice;
using AsrService.NativeJobs;
using AsrService.OpenAi;
using AsrService.Security;
using AsrService.TeleAi;
using AsrService.Telemetry;
using AsrService.Wire;

var exitCode = await CommandLine.RunAsync(args, ServeAsync);

// A library's thread that did not stop must not keep the process; tests run servers in a process of their own.
if (System.Reflection.Assembly.GetEntryAssembly() == typeof(Program).Assembly)
    Environment.Exit(exitCode);
return exitCode;

static async Task ServeAsync(string[] settings)
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
    var options = builder.AddAsrOptions();
    builder.UseDefaultAddress();
    builder.AddAsrLogging(options);
    builder.AddAsrNode(options);
    builder.AddAsrTelemetry();
    builder.AddAsrSecurity(options);
    builder.AddDashboard(options);
    builder.Services.AddCallbacks(options);
    builder.Services.AddWireJson();
    builder.Services.AddAsrHealth(options);
    builder.Services.AddAsrOpenApi();
    builder.Services.AddAsrTask(options.AsrTask);
    builder.Services.AddDeepFinch();
    builder.UseLimits();

    await using var app = builder.Build();
    app.UseAsrTelemetry();
    app.UseWireErrors();
    app.UseAsrTaskCors(options.AsrTask);
    app.UseDashboard(options);
    app.UseAsrSecurity();
    app.UseAsrOpenApi();
    app.MapAsrHealth();
    app.MapMetrics();
    if (options.Roles.HasFlag(NodeRoles.Api))
    {
        app.MapAsrTask();
        app.MapMedVoice();
        app.MapDeepFinch();
        app.MapTeleAi();
        app.MapNative();
        app.MapDeliveries();
        app.MapOpenAi();
    }

    if (options.Roles.HasFlag(NodeRoles.Dashboard))
        app.MapDashboard();

    await app.RunToEndAsync();
}
