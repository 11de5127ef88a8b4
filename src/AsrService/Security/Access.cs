using System.Net;
using AsrService.Core.Jobs;
using AsrService.Wire;

namespace AsrService.Security;

/// <summary>Which requests need no credentials. One that brings some is always checked.</summary>
/// <param name="IsLocal">Whether only this machine reaches the server.</param>
/// <param name="AllowAnonymous">See <see cref="AuthOptions.AllowAnonymous"/>.</param>
internal sealed record Access(bool IsLocal, bool AllowAnonymous)
{
    /// <summary>Whether the ASR task protocol is open to everybody.</summary>
    public bool IsOpen => IsLocal || AllowAnonymous;

    public static Access Of(IConfiguration configuration, AuthOptions options) =>
        new(ListeningAddresses.Of(configuration).All(ListeningAddresses.IsLoopback), options.AllowAnonymous);

    /// <summary>Whether a request without credentials is served.</summary>
    public bool MayBeAnonymous(WireProtocol protocol, HttpRequest request) => protocol.Name switch
    {
        Protocols.AsrTask or Protocols.MedVoice => AllowAnonymous || (IsLocal && IsNameless(request.Host.Host)),
        Protocols.Native or Protocols.OpenAi => IsLocal && IsNameless(request.Host.Host) && IsSameOrigin(request),
        _ => false,
    };

    /// <summary>Whether somebody at this machine asks, and neither a proxy nor a page of somebody else through them.</summary>
    public static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || (IPAddress.IsLoopback(address) && IsNameless(context.Request.Host.Host));

    // A name that leads here is a proxy's, behind which is everybody, or one that a page made lead here (DNS rebinding).
    private static bool IsNameless(string host) => host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    // Any page may post to this machine without asking; the ASR task protocol wants that, the others do not.
    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin is not [var origin] || origin == $"{request.Scheme}://{request.Host}";
}
