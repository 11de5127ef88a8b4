using System.Net;

namespace AsrService.Outgoing;

/// <summary>Tells public addresses from internal ones, by IANA's registries of special-purpose addresses.</summary>
internal static class SpecialAddresses
{
    private static readonly IPNetwork[] InternalV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),          // this network, RFC 791
        IPNetwork.Parse("10.0.0.0/8"),         // private, RFC 1918
        IPNetwork.Parse("100.64.0.0/10"),      // shared by carriers, RFC 6598; Alibaba's metadata at 100.100.100.200
        IPNetwork.Parse("127.0.0.0/8"),        // loopback, RFC 1122
        IPNetwork.Parse("168.63.129.16/32"),   // Azure's platform, a public address that never leaves the host
        IPNetwork.Parse("169.254.0.0/16"),     // link-local, RFC 3927; metadata of most clouds at 169.254.169.254
        IPNetwork.Parse("172.16.0.0/12"),      // private, RFC 1918
        IPNetwork.Parse("192.0.0.0/24"),       // protocol assignments, RFC 6890; Oracle's metadata at 192.0.0.192
        IPNetwork.Parse("192.0.2.0/24"),       // documentation, RFC 5737
        IPNetwork.Parse("192.31.196.0/24"),    // AS112, RFC 7535
        IPNetwork.Parse("192.52.193.0/24"),    // AMT, RFC 7450
        IPNetwork.Parse("192.88.99.0/24"),     // relays of 6to4, RFC 7526
        IPNetwork.Parse("192.168.0.0/16"),     // private, RFC 1918
        IPNetwork.Parse("192.175.48.0/24"),    // AS112, RFC 7534
        IPNetwork.Parse("198.18.0.0/15"),      // benchmarks, RFC 2544
        IPNetwork.Parse("198.51.100.0/24"),    // documentation, RFC 5737
        IPNetwork.Parse("203.0.113.0/24"),     // documentation, RFC 5737
        IPNetwork.Parse("224.0.0.0/4"),        // multicast, RFC 5771
        IPNetwork.Parse("240.0.0.0/4"),        // reserved, RFC 1112; broadcast, RFC 8190
    ];

    // What lies outside of 2000::/3 is internal without a row: loopback and unspecified (RFC 4291), IPv4-compatible (RFC 4291),
    // local NAT64 (RFC 8215), discard-only (RFC 6666), dummy (RFC 9780), segment routing (RFC 9602), unique local (RFC 4193) with
    // Amazon's metadata at fd00:ec2::254, link-local (RFC 4291), site-local (RFC 3879), multicast (RFC 4291), and what is unassigned.
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3"); // global unicast, RFC 4291

    private static readonly IPNetwork[] InternalV6 =
    [
        IPNetwork.Parse("2001::/23"),          // protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID, AMT, AS112, anycast
        IPNetwork.Parse("2001:db8::/32"),      // documentation, RFC 3849
        IPNetwork.Parse("2620:4f:8000::/48"),  // AS112, RFC 7534
        IPNetwork.Parse("3fff::/20"),          // documentation, RFC 9637
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");    // RFC 6052
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");   // RFC 3056

    /// <summary>Whether the address, or an IPv4 address embedded in it, is not one of the public Internet.</summary>
    public static bool IsInternal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork)
            return Array.Exists(InternalV4, network => network.Contains(address));

        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return IsInternal(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address))
            return IsInternal(new IPAddress(bytes.AsSpan(2, 4)));
        return !GlobalV6.Contains(address) || Array.Exists(InternalV6, network => network.Contains(address));
    }
}
