using System.Text.Encodings.Web;
using AsrService.Core.Clients;
using AsrService.Data.Clients;
using AsrService.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace AsrService.DeepFinch;

/// <summary>deepfinch's two headers: the client's id and its secret.</summary>
internal sealed class DeepFinchHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Access access, FailedCredentials failed, TimeProvider time,
    ClientStore clients)
    : ClientHandler(options, logs, encoder, access, failed, time)
{
    public const string SchemeName = "deepfinch";
    public const string IdHeader = "X-DF-API-ID";
    public const string SecretHeader = "X-DF-API-SECRET";

    protected override bool HasCredentials => Id.Length > 0 && Secret.Length > 0;

    protected override string Missing => $"The headers {IdHeader} and {SecretHeader} are required.";

    protected override string Wrong => "The API id or the API secret is not valid.";

    private string Id => Request.Headers[IdHeader].ToString();

    private string Secret => Request.Headers[SecretHeader].ToString();

    protected override async Task<Client?> FindAsync() => await clients.FindAsync(Id, Secret, Context.RequestAborted);
}
