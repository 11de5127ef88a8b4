using System.Net;
using System.Net.Sockets;
using AsrService.Hosting;

namespace AsrService.Outgoing;

/// <summary>Decides which URLs of clients are called, and connects to the very addresses that it has checked.</summary>
internal sealed class OutgoingGuard(OutgoingOptions options, NameResolver resolve)
{
    private const int MaxLength = 2048;

    private readonly IPNetwork[] allowedNetworks = options.ParseNetworks();
    private readonly int[] ports = options.ParsePorts();

    /// <summary>What is wrong with a URL as far as it tells without asking anybody; null if nothing is.</summary>
    public string? Refusal(string url, out Uri? uri)
    {
        uri = null;
        if (url.Length > MaxLength)
            return $"A URL can have {MaxLength} characters at most.";
        if (url.Any(character => char.IsControl(character) || character == '\\'))
            return "A URL cannot contain control characters or backslashes.";
        return Uri.TryCreate(url, UriKind.Absolute, out uri) ? Refusal(uri) : "The URL must be absolute, such as https://example.org/audio.mp3.";
    }

    /// <inheritdoc cref="Refusal(string, out Uri?)"/>
    public string? Refusal(Uri uri)
    {
        if (!uri.IsAbsoluteUri || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.IdnHost.Length == 0)
            return "Only URLs that begin with http:// or https:// can be called.";
        if (uri.UserInfo.Length > 0)
            return "A URL cannot contain a name or password.";
        if (IPAddress.TryParse(uri.IdnHost, out var address))
            return Refusal(uri.IdnHost, [address], uri.Port)?.Message;

        // Behind a name may be an allowed network, whose ports are all allowed.
        return allowedNetworks.Length == 0 && !ports.Contains(uri.Port) ? PortRefusal(uri.Port).Message : null;
    }

    /// <summary>The same for where the URL points at this moment. A name that cannot be resolved now is nothing wrong.</summary>
    public async Task<string?> CheckAsync(Uri uri, CancellationToken cancellationToken)
    {
        if (Refusal(uri) is { } refusal)
            return refusal;
        try
        {
            await ResolveAsync(uri.IdnHost, uri.Port, cancellationToken);
            return null;
        }
        catch (OutgoingRefusedException exception)
        {
            return exception.Message;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>Connects a handler. The name is resolved once, so that no later answer can lead elsewhere.</summary>
    /// <exception cref="OutgoingRefusedException">An address is internal, or the port is not allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var addresses = await ResolveAsync(endPoint.Host, endPoint.Port, cancellationToken);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses[i], endPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, int port, CancellationToken cancellationToken)
    {
        var answer = await resolve(host, cancellationToken);
        IPAddress[] addresses = [.. answer.Select(NetworkList.Unmapped)];
        return Refusal(host, addresses, port) is { } refusal ? throw refusal : addresses;
    }

    private OutgoingRefusedException? Refusal(string host, IPAddress[] addresses, int port)
    {
        if (addresses.Length == 0)
            return new($"The host {host} has no address.");
        if (addresses.FirstOrDefault(address => SpecialAddresses.IsInternal(address) && !IsAllowed(address)) is { } inside)
            return new($"The host {host} is not on the public Internet.", inside);
        return ports.Contains(port) || addresses.All(IsAllowed) ? null : PortRefusal(port);
    }

    private OutgoingRefusedException PortRefusal(int port) => new($"Port {port} cannot be called, only {string.Join(", ", ports)}.");

    private bool IsAllowed(IPAddress address) => NetworkList.Contains(allowedNetworks, address);
}
