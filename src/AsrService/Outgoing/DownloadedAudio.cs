namespace AsrService.Outgoing;

/// <summary>A recording that is on its way.</summary>
internal sealed class DownloadedAudio(HttpResponseMessage response, Stream content) : IDisposable
{
    /// <summary>The bytes. Reading throws a <see cref="DownloadException"/> when they break off or pass a limit.</summary>
    public Stream Content { get; } = content;

    /// <summary>How many bytes are announced.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    public void Dispose()
    {
        Content.Dispose();
        response.Dispose();
    }
}
