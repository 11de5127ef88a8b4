using AsrService.Core.Clients;
using AsrService.Outgoing;

namespace AsrService.Security;

/// <summary>What a client's settings must be, wherever they are given.</summary>
internal static class ClientCheck
{
    /// <summary>A sentence about the first setting that is not allowed, or null.</summary>
    public static string? Fault(ClientSettings settings, OutgoingGuard guard) =>
        settings.Fault() is { } fault ? fault
        : settings.CallbackUrl is { } url && guard.Refusal(url, out _) is { } refusal ? $"The callback URL is refused: {refusal}"
        : null;
}
