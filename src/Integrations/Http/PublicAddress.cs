using System.Net;
using System.Net.Sockets;

namespace AiSre.Integrations.Http;

/// <summary>Whether an address is somebody's on the internet: not this machine, its network, or a way around that.</summary>
public static class PublicAddress
{
    // "This" network, private ones, carrier NAT, loopback, link-local with the clouds' metadata, protocol assignments, examples, 6to4 relays,
    // benchmarks, multicast, reserved.
    private static readonly IPNetwork[] NotPublicV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    // Teredo and other protocol assignments, examples, and 6to4, which carries a v4 address within.
    private static readonly IPNetwork[] NotPublicV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>
    /// Of IPv6 only what is handed out for global use: that leaves out loopback, link-local, ULA, multicast, v4-mapped and NAT64 addresses.
    /// </summary>
    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !Contains(NotPublicV4, address),
        // Asked for first: the framework finds mapped addresses in networks that they are not in.
        AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6 && GlobalV6.Contains(address) && !Contains(NotPublicV6, address),
        _ => false,
    };

    private static bool Contains(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPNetwork[] Networks(params string[] texts) => Array.ConvertAll(texts, static text => IPNetwork.Parse(text));
}
