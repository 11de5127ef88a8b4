using AsrService.Core.Clients;
using AsrService.Core.Jobs;

namespace AsrService.Security;

/// <summary>Who makes a request.</summary>
internal static class CallerExtensions
{
    /// <summary>The client; null for callers who did not have to say who they are.</summary>
    public static Client? Client(this HttpContext context) => context.Features.Get<Client>();

    /// <summary>The jobs that the caller can see.</summary>
    public static JobScope Scope(this HttpContext context) => new(context.Client()?.Id);
}
