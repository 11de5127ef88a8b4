namespace AsrService.Outgoing;

/// <summary>A download came to nothing. The message is one sentence for whoever gave the URL.</summary>
internal sealed class DownloadException(DownloadFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public DownloadFault Fault { get; } = fault;

    /// <summary>Whether a later attempt may succeed.</summary>
    public bool CanPass => Fault is DownloadFault.Unreachable or DownloadFault.Timeout;
}
