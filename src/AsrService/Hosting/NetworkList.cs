using System.Net;

namespace AsrService.Hosting;

/// <summary>Networks in a setting: CIDRs joined by commas.</summary>
internal static class NetworkList
{
    /// <summary>The networks.</summary>
    public static IPNetwork[] Parse(string list) => [.. Parts(list).Select(part => IPNetwork.Parse(part))];

    /// <summary>A sentence about each that is none.</summary>
    public static IEnumerable<string> Faults(string list) =>
        Parts(list).Where(part => !IPNetwork.TryParse(part, out _)).Select(part => $"'{part}' is no network such as 10.0.0.0/8 or fd00::/8.");

    /// <summary>Whether an address is in one of them.</summary>
    public static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(Unmapped(address)));

    /// <summary>The address of IPv4 in one of IPv6, or else the same.</summary>
    public static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
