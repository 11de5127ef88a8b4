using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AsrService.IntegrationTests.Security.Fuzzing;

/// <summary>Signs requests as TeleAI's clients do, without any headers.</summary>
internal static class TeleAiSigner
{
    public static string Sign(string appId, string appKey, string method, string path, string query)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"teleai-cloud-auth-v1/{appId}/QG/{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}/1800");
        var pairs = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => $"{Encode(pair[0])}={Encode(pair.ElementAtOrDefault(1) ?? "")}");
        var canonical = string.Join('\n', method, string.Join('/', path.Split('/').Select(Encode)), string.Join('&', pairs.Order(StringComparer.Ordinal)), "");
        return $"{prefix}//{Hmac(Hmac(appKey, prefix), canonical)}";
    }

    private static string Encode(string sent) => Uri.EscapeDataString(Uri.UnescapeDataString(sent));

    private static string Hmac(string key, string message) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(message)));
}
