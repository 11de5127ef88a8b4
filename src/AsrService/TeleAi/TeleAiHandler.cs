using System.Text.Encodings.Web;
using AsrService.Core.Clients;
using AsrService.Data.Clients;
using AsrService.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace AsrService.TeleAi;

/// <summary>TeleAI's signature: the client's id is the app id, its secret the AppKey.</summary>
internal sealed class TeleAiHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access, FailedCredentials failed, TimeProvider time,
    ClientStore clients)
    : ClientHandler(options, logs, encoder, access, failed, time)
{
    public const string SchemeName = "teleai";

    private const string AppIdHeader = "X-APP-ID";

    private readonly TimeProvider time = time;

    protected override bool HasCredentials => Request.Headers.Authorization.Count > 0;

    protected override string Missing => "The headers X-APP-ID and Authorization are required.";

    protected override string Wrong => "The signature is not valid, or is no longer valid.";

    protected override async Task<Client?> FindAsync()
    {
        if (TeleAiSignature.Parse(Request.Headers.Authorization.ToString()) is not { } signature || signature.AppId != Request.Headers[AppIdHeader])
            return null;

        // The path as it was signed: routing works on a decoded one.
        var target = Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var found = await clients.FindSigningAsync(signature.AppId, Context.RequestAborted);
        var isOf = signature.IsOf(
            found?.Secret ?? "", Request.Method, target.Split('?')[0], Request.QueryString.Value ?? "", name => Request.Headers[name] is [{ } value, ..] ? value : null);
        return isOf && signature.IsValidAt(time.GetUtcNow()) ? found?.Client : null;
    }
}
