namespace AsrService.Outgoing;

/// <summary>A recording that is on its way.</summary>
internal sealed class DownloadedAudio(DownloadStream content, long? length) : IDisposable
{
    /// <summary>The bytes. Reading throws a <see cref="DownloadException"/> when they break off or pass a limit.</summary>
    public Stream Content { get; } = content;

    /// <summary>How many bytes are announced.</summary>
    public long? Length => length;

    public void Dispose() => Content.Dispose();
}
