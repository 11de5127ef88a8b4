namespace AsrService.Data.Clients;

/// <summary>How a client is told that its jobs have ended.</summary>
internal sealed class ClientWebhook(bool isFull, Func<IReadOnlyList<string>> decrypt)
{
    private readonly Lazy<IReadOnlyList<string>> secrets = new(decrypt);

    /// <summary>Whether the text is told as well.</summary>
    public bool IsFull { get; } = isFull;

    /// <summary>What is signed with, the newest first. Decrypted when it is asked for, so that what is wrong with one client is not wrong with others.</summary>
    public IReadOnlyList<string> Secrets => secrets.Value;
}
