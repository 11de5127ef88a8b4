namespace AsrService.AsrTask;

/// <summary>Lets pages of other origins call the protocol.</summary>
internal static class AsrTaskCors
{
    public const string Policy = "asr-task";

    private const string Anyone = "*";

    public static void AddAsrTask(this IServiceCollection services, AsrTaskOptions options)
    {
        services.AddSingleton<AsrTaskIds>();
        services.AddCors(cors => cors.AddPolicy(Policy, policy => policy
            .WithOrigins(options.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .AllowAnyHeader()
            .AllowAnyMethod()
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>The protocol promises the header on every answer; ASP.NET Core sets it only where the request has an Origin.</summary>
    public static void UseAsrTaskCors(this IApplicationBuilder app, AsrTaskOptions options)
    {
        app.UseCors();
        if (options.AllowedOrigins != Anyone)
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
}
