using System.Collections.Concurrent;
using System.Text;
using AsrService.Core.Clients;

namespace AsrService.IntegrationTests.Infrastructure;

/// <summary>What no log of the test run may hold: every secret that was given out, what was said in the recording, and its bytes.</summary>
internal static class Secrets
{
    private static readonly ConcurrentDictionary<string, bool> Noted = new(StringComparer.Ordinal);

    static Secrets()
    {
        Note(Recordings.Words);
        NoteBytes(Recordings.Mp3.AsSpan(Recordings.Mp3.Length / 2, 24));
    }

    /// <summary>All of them, in the forms in which one could have been written down.</summary>
    public static IReadOnlyCollection<string> All => [.. Noted.Keys];

    /// <summary>Notes a client's secrets.</summary>
    public static IssuedClient Note(IssuedClient issued)
    {
        // The random part alone would be enough for a guess.
        Note(issued.Secret.Split('_', 3)[2]);
        Note(issued.WebhookSecret);
        return issued;
    }

    /// <summary>Notes any other one: a password, a signature.</summary>
    public static string Note(string secret)
    {
        Noted[secret] = true;
        Noted[Uri.EscapeDataString(secret)] = true;
        return secret;
    }

    // As text, as hexadecimal digits, and as Base64 wherever the stretch begins in it.
    private static void NoteBytes(ReadOnlySpan<byte> stretch)
    {
        Noted[Encoding.Latin1.GetString(stretch)] = true;
        Noted[Convert.ToHexString(stretch)] = true;
        Noted[Convert.ToHexStringLower(stretch)] = true;
        for (var i = 0; i < 3; i++)
            Noted[Convert.ToBase64String(stretch[i..(i + 21)])] = true;
    }
}
