using System.Text.Json;
using AsrService.Data.Model;
using AsrService.Hosting;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AsrService.Health;

/// <summary>Whether the process lives and whether it can do its work.</summary>
internal static class HealthApi
{
    public const string ReadyPath = "/healthz/ready";

    private const string Worker = "worker";

    public static void AddAsrHealth(this IServiceCollection services, AsrOptions options)
    {
        var checks = services.AddHealthChecks()
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<SpoolCheck>("spool")
            .AddCheck<ShutdownCheck>("running");
        if (options.Roles.HasFlag(NodeRoles.Worker))
            checks.AddCheck<ModelCheck>("model", tags: [Worker]).AddCheck<FfmpegCheck>("ffmpeg", tags: [Worker]);
    }

    public static void MapAsrHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        endpoints.MapHealthChecks(ReadyPath, new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    // Names and states only: what exactly is wrong is the operator's and goes to the log.
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            Status = report.Status.ToString(),
            Checks = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
        },
        JsonSerializerOptions.Web,
        context.RequestAborted);
}
