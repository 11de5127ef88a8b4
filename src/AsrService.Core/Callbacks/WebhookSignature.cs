using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AsrService.Core.Callbacks;

/// <summary>Signatures of callbacks: version 1 of Standard Webhooks.</summary>
/// <remarks>https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</remarks>
public static class WebhookSignature
{
    /// <summary>How secrets begin, before their base64.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret, so that a receiver may use the old one or the new one.</summary>
    /// <param name="secrets">Secrets in the form <c>whsec_</c> and base64.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Of(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), message))));
    }
}
