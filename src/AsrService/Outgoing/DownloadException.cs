using AsrService.Core.Jobs;

namespace AsrService.Outgoing;

/// <summary>A download came to nothing. The message is one sentence for whoever gave the URL.</summary>
internal sealed class DownloadException(DownloadFault fault, string message, Exception? inner = null)
    : FetchException(message, canPass: fault is DownloadFault.Unreachable or DownloadFault.Timeout, fault == DownloadFault.Timeout ? JobFailure.DownloadTimeout : JobFailure.Download, inner)
{
    public DownloadFault Fault { get; } = fault;
}
