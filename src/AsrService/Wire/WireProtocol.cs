using AsrService.Security;

namespace AsrService.Wire;

/// <summary>Marks the endpoints of a protocol, so that what all protocols share answers in the protocol's own words.</summary>
/// <param name="Name">Its name, which its jobs carry, for example <c>asr-task</c>.</param>
/// <param name="Refuse">Puts a fault into its form.</param>
internal sealed record WireProtocol(string Name, Func<Fault, IResult> Refuse)
{
    /// <summary>The way in which its callers say who they are.</summary>
    public string Scheme { get; init; } = ApiKeyHandler.SchemeName;
}
