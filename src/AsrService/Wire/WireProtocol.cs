using AsrService.Security;

namespace AsrService.Wire;

/// <summary>Marks the endpoints of a protocol, so that what all protocols share answers in the protocol's own words.</summary>
/// <param name="Name">Its name, which its jobs carry, for example <c>asr-task</c>.</param>
/// <param name="Refuse">Puts a fault into its form.</param>
internal sealed record WireProtocol(string Name, Func<Fault, IResult> Refuse)
{
    /// <summary>The same for the description of the interface, where every answer is the same each time it is asked for.</summary>
    public Func<Fault, IResult> RefuseAsExample { get; init; } = Refuse;

    /// <summary>The way in which its callers say who they are.</summary>
    public string Scheme { get; init; } = ApiKeyHandler.SchemeName;

    /// <summary>What the paths of its endpoints begin with.</summary>
    public PathString Path { get; init; }

    /// <summary>The protocol that a request without an endpoint is for; null when it is for none.</summary>
    public static WireProtocol? ByPath(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<WireProtocol>())
        .OfType<WireProtocol>()
        .Where(protocol => context.Request.Path.StartsWithSegments(protocol.Path))
        .MaxBy(protocol => protocol.Path.Value!.Length);
}
