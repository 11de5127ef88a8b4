using System.Security.Claims;
using System.Text.Encodings.Web;
using AsrService.Core.Clients;
using AsrService.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AsrService.Security;

/// <summary>What the ways to say who one is have in common: a client is found by its credentials, or refused in the protocol's words.</summary>
internal abstract class ClientHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access, FailedCredentials failed, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>Whether the request brings credentials of this kind, right or wrong.</summary>
    protected abstract bool HasCredentials { get; }

    /// <summary>Whether the credentials only fill a place that may not be empty, where none are needed.</summary>
    protected virtual bool IsPlaceholder(WireProtocol protocol) => false;

    /// <summary>What a caller without credentials is told.</summary>
    protected abstract string Missing { get; }

    /// <summary>What a caller with wrong ones is told.</summary>
    protected abstract string Wrong { get; }

    /// <summary>The client whose credentials they are; null when they are wrong. Secrets are compared in constant time.</summary>
    protected abstract Task<Client?> FindAsync();

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<WireProtocol>() is not { } protocol)
            return AuthenticateResult.NoResult();

        if ((!HasCredentials || IsPlaceholder(protocol)) && access.MayBeAnonymous(protocol, Request))
            return Success(client: null);
        if (!HasCredentials)
            return Failure(new Fault(FaultKind.Unauthorized, Missing));

        var client = await FindAsync();
        Fault? fault = client switch
        {
            null => new(FaultKind.Unauthorized, Wrong),
            { DisabledAt: not null } => new(FaultKind.Unauthorized, "This client is disabled."),
            { Settings.ExpiresAt: { } end } when end <= time.GetUtcNow() => new(FaultKind.KeyExpired, "These credentials have expired."),
            _ when !client.Settings.Protocols.Contains(protocol.Name) => new(FaultKind.NoPermission, "This client may not use this protocol."),
            _ => null,
        };
        if (fault is null)
            return Success(client);

        // Only strangers are slowed: whoever has the right secret cannot be guessing.
        return client is null && await failed.DelayAsync(Context) is { } tooMany ? Failure(tooMany) : Failure(fault);
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = (await HandleAuthenticateOnceSafeAsync()).Failure as FaultException;
        await Faults.WriteAsync(Context, refusal?.Fault ?? new Fault(FaultKind.Unauthorized, Missing));
    }

    private static AuthenticateResult Failure(Fault fault) => AuthenticateResult.Fail(new FaultException(fault));

    private AuthenticateResult Success(Client? client)
    {
        if (client is not null)
            Context.Features.Set(client);
        var identity = new ClaimsIdentity(client is null ? [] : [new Claim(ClaimTypes.NameIdentifier, client.Id)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
