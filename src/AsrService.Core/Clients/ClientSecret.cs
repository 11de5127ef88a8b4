using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AsrService.Core.Clients;

/// <summary>
/// How secrets look: <c>asr_ID_…</c> with 256 random bits, so that the client is found by its id, a guess is hopeless
/// without a slow hash, and one that has leaked into a repository can be searched for.
/// </summary>
public static class ClientSecret
{
    private const string Prefix = "asr_";
    private const int IdLength = 16;
    private const int RandomBytes = 32;
    private const string IdCharacters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>The longest secret that is looked at.</summary>
    public const int MaxLength = 200;

    /// <summary>A new client's id: 16 letters and digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(IdCharacters, IdLength);

    /// <summary>A new secret of the client <paramref name="id"/>.</summary>
    public static string New(string id) => $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    /// <summary>A new secret to sign callbacks with, in the form of Standard Webhooks.</summary>
    public static string NewWebhookSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The id of the client that a secret claims to be of; null when it is no secret of ours.</summary>
    public static string? IdOf(string secret) =>
        secret.Length is > 0 and <= MaxLength && secret.StartsWith(Prefix, StringComparison.Ordinal) && secret.IndexOf('_', Prefix.Length) is > 0 and var end
            ? secret[Prefix.Length..end] : null;

    /// <summary>What is kept of a secret: SHA-256 of its UTF-8 bytes.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
