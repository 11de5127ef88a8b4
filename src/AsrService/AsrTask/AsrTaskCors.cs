using AsrService.Security;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AsrService.AsrTask;

/// <summary>Lets pages of other origins call the protocol.</summary>
internal static class AsrTaskCors
{
    public const string Policy = "asr-task";

    private const string Anyone = "*";

    public static void AddAsrTask(this IServiceCollection services, AsrTaskOptions options)
    {
        services.AddSingleton<AsrTaskIds>();
        services.AddOptions<CorsOptions>().Configure<Access>((cors, access) => cors.AddPolicy(Policy, policy => WireCors.Allow(policy, Origins(options, access))));
    }

    /// <summary>The protocol promises the header on every answer; ASP.NET Core sets it only where the request has an Origin.</summary>
    public static void UseAsrTaskCors(this WebApplication app, AsrTaskOptions options)
    {
        app.UseCors();
        if (Origins(options, app.Services.GetRequiredService<Access>()) != Anyone)
            return;

        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(AsrTaskApi.Path))
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.AccessControlAllowOrigin = Anyone;
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
    }

    // All origins only where all callers are let in as well.
    private static string Origins(AsrTaskOptions options, Access access) => options.AllowedOrigins == Anyone && !access.IsOpen ? "" : options.AllowedOrigins;
}
