using System.Text.Encodings.Web;
using AsrService.Core.Clients;
using AsrService.Core.Jobs;
using AsrService.Data.Clients;
using AsrService.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AsrService.Security;

/// <summary>A client's secret as <c>Authorization: Bearer</c> or <c>X-API-Key</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access, FailedCredentials failed, TimeProvider time,
    ClientStore clients)
    : ClientHandler(options, logs, encoder, access, failed, time)
{
    public const string SchemeName = "api-key";
    public const string Header = "X-API-Key";

    private const string Bearer = "Bearer ";

    protected override bool HasCredentials => Key.Length > 0;

    protected override string Missing => "Say who you are: send your API key as the header Authorization: Bearer KEY, or X-API-Key: KEY.";

    protected override string Wrong => "The API key is not valid.";

    private string Key => Request.Headers.Authorization.ToString() is var authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        ? authorization[Bearer.Length..].Trim()
        : Request.Headers[Header].ToString().Trim();

    // OpenAI's clients do not start without a key; one that is none of ours says nothing about who they are.
    protected override bool IsPlaceholder(WireProtocol protocol) => protocol.Name == Protocols.OpenAi && ClientSecret.IdOf(Key) is null;

    protected override async Task<Client?> FindAsync() =>
        ClientSecret.IdOf(Key) is { } id ? await clients.FindAsync(id, Key, Context.RequestAborted) : null;

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = Bearer.Trim();
        return base.HandleChallengeAsync(properties);
    }
}
