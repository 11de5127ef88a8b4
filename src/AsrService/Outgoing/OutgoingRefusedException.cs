using System.Net;

namespace AsrService.Outgoing;

/// <summary>The URL is not one that this server calls. The message is for whoever gave it, and tells nothing of the network here.</summary>
internal sealed class OutgoingRefusedException(string message, IPAddress? address = null) : Exception(message)
{
    /// <summary>The internal address that the name stands for: for the log only.</summary>
    public IPAddress? Address { get; } = address;
}
