using AsrService.Core.Clients;
using AsrService.Core.Jobs;

namespace AsrService.Security;

/// <summary>Who makes a request; handlers take it as a parameter.</summary>
/// <param name="Client">The client; null for callers who did not have to say who they are.</param>
internal sealed record Caller(Client? Client)
{
    /// <summary>The jobs that the caller can see.</summary>
    public JobScope Scope => new(Client?.Id);

    public static Caller Of(HttpContext context) => new(context.Features.Get<Client>());

    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult<Caller?>(Of(context));
}
