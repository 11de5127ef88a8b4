using Microsoft.AspNetCore.Http.Features;

namespace AsrService.MedVoice;

/// <summary>Reads a user's name from the end of a path. It may be anything, slashes and what only looks like an escape included.</summary>
internal static class UserPath
{
    /// <summary>The name behind the first <paramref name="parts"/> parts of the path, exactly as it was encoded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parts">How many parts stand before it.</param>
    /// <param name="routed">What routing made of it, which leaves %2F as it is and so takes "a%2Fb" and "a/b" for the same.</param>
    public static string Read(HttpRequest request, int parts, string routed)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];

        // A target with a host comes through proxies only.
        return target.StartsWith('/') && target.Split('/', parts + 2) is { } found && found.Length == parts + 2 ? Uri.UnescapeDataString(found[^1]) : routed;
    }
}
