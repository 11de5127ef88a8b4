using Microsoft.AspNetCore.Cors.Infrastructure;

namespace AsrService.Security;

/// <summary>Which pages of other origins may call the protocols. The ASR task protocol has a list of its own.</summary>
internal static class WireCors
{
    public const string Policy = "wire";

    public static void AddWireCors(this IServiceCollection services, AuthOptions options) =>
        services.AddCors(cors => cors.AddPolicy(Policy, policy => Allow(policy, options.AllowedOrigins)));

    /// <summary>Lets the pages of those origins call with any method and header, and see what they need of an answer.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="origins">Joined by commas; <c>*</c> is all.</param>
    public static void Allow(CorsPolicyBuilder policy, string origins) => policy
        .WithOrigins(origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders("Location", "Retry-After")
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
