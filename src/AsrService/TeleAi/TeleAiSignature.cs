using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AsrService.TeleAi;

/// <summary>
/// The header that signs a request: <c>teleai-cloud-auth-v1/APP/REGION/UNIXSECONDS/EXPIRATION/SIGNED;HEADERS/SIGNATURE</c>.
/// The body is not signed.
/// </summary>
/// <remarks>Recovered from public implementations, which agree: protocols.md, section 4.</remarks>
internal sealed record TeleAiSignature(string AppId, string Prefix, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> SignedHeaders, string Signature)
{
    private const string Version = "teleai-cloud-auth-v1";

    // A signature is good for repeating a request as long as it is valid, so not for ever.
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(1);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Reads the header; null when it has not this form.</summary>
    public static TeleAiSignature? Parse(string header)
    {
        const int MaxLength = 1000;
        if (header.Length > MaxLength || header.Split('/') is not [Version, var app, var region, var at, var seconds, var headers, var signature]
            || !long.TryParse(at, CultureInfo.InvariantCulture, out var unixSeconds) || !long.TryParse(seconds, CultureInfo.InvariantCulture, out var validSeconds)
            || unixSeconds is < 0 or > 99_999_999_999 || validSeconds < 0 || validSeconds > LongestValidity.TotalSeconds)
            return null;

        var from = DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
        return new(app, $"{Version}/{app}/{region}/{at}/{seconds}", from, from.AddSeconds(validSeconds), headers.Split(';'), signature);
    }

    /// <summary>Whether it may be used at that time, clocks being a little apart.</summary>
    public bool IsValidAt(DateTimeOffset now) => From - ClockSkew <= now && now <= Until + ClockSkew;

    /// <summary>Whether it was made with that key for that request; compared in constant time.</summary>
    /// <param name="appKey">The client's secret.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path as it was sent.</param>
    /// <param name="query">The request's query as it was sent, with or without its question mark.</param>
    /// <param name="header">The values of the request's headers; null where it has none of that name.</param>
    public bool IsOf(string appKey, string method, string path, string query, Func<string, string?> header)
    {
        var key = Encoding.UTF8.GetBytes(Hmac(Encoding.UTF8.GetBytes(appKey), Prefix));

        // Some clients encode the slashes of the path as well.
        string[] paths = [string.Join('/', path.Split('/').Select(Encode)), Encode(path)];
        return paths.Aggregate(false, (isOf, canonicalPath) => isOf | IsSame(Hmac(key, string.Join('\n', method, canonicalPath, Query(query), Headers(header)))));
    }

    private bool IsSame(string expected) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(Signature));

    private string Headers(Func<string, string?> header) => string.Join('\n', SignedHeaders
        .Select(name => (Name: name, Value: header(name)))
        .Where(pair => pair.Value is not null)
        .Select(pair => $"{pair.Name}:{Uri.EscapeDataString(pair.Value!.Trim())}")
        .Order(StringComparer.Ordinal));

    private static string Query(string query) => string.Join('&', query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => $"{Encode(pair[0])}={Encode(pair.Length > 1 ? pair[1] : "")}")
        .Order(StringComparer.Ordinal));

    // What was sent may be encoded in any of several ways.
    private static string Encode(string sent) => Uri.EscapeDataString(Uri.UnescapeDataString(sent));

    private static string Hmac(byte[] key, string message) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(message)));
}
