using AsrService.Hosting;

namespace AsrService.Callbacks;

/// <summary>Telling clients that their jobs have ended.</summary>
internal static class CallbackServiceCollectionExtensions
{
    public static void AddCallbacks(this IServiceCollection services, AsrOptions options)
    {
        services.AddSingleton<CallbackSender>().AddSingleton<CallbackBodies>();
        if (options.Roles.HasFlag(NodeRoles.Worker) && options.Callbacks.MaxConcurrent > 0)
            services.AddHostedService<CallbackPump>();
    }
}
