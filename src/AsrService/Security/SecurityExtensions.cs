using AsrService.DeepFinch;
using AsrService.Hosting;
using AsrService.TeleAi;
using AsrService.Wire;
using Microsoft.AspNetCore.Authentication;

namespace AsrService.Security;

/// <summary>Who may do what, in front of every protocol.</summary>
internal static class SecurityExtensions
{
    // Chooses the way to say who one is by the protocol that is asked.
    private const string ByProtocol = "by-protocol";

    public static void AddAsrSecurity(this WebApplicationBuilder builder, AsrOptions options)
    {
        var access = Access.Of(builder.Configuration, options.Auth);
        builder.Services.AddSingleton(access).AddSingleton<FailedCredentials>();
        builder.Services.AddAuthentication(ByProtocol)
            .AddPolicyScheme(ByProtocol, null, policy => policy.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, DeepFinchHandler>(DeepFinchHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, TeleAiHandler>(TeleAiHandler.SchemeName, null);
        builder.Services.AddAuthorization();
        builder.Services.AddRateLimits(access, options.Auth);
        builder.Services.AddWireCors(options.Auth);
        if (options.Roles.HasFlag(NodeRoles.Api))
            builder.Services.AddHostedService<AnonymousStartCheck>();
    }

    public static void UseAsrSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static string SchemeOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<WireProtocol>()?.Scheme ?? ApiKeyHandler.SchemeName;
}
