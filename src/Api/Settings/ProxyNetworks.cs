using System.Collections.Immutable;
using System.Net;

namespace AiSre.Api.Settings;

/// <summary>Where the proxies are whose word about the sender counts.</summary>
internal static class ProxyNetworks
{
    public static readonly ValueKind<ImmutableArray<IPNetwork>> Kind =
        new("IP addresses and networks such as 10.2.0.0/16, with commas between several", Parse);

    /// <summary>This machine, RFC 1918, link-local and unique local addresses: nobody comes from there over the internet.</summary>
    public static readonly ImmutableArray<IPNetwork> Private =
        Parse("127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,fe80::/10,fc00::/7");

    private static ImmutableArray<IPNetwork> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(NetworkOf)];

    private static IPNetwork NetworkOf(string text)
    {
        if (IPNetwork.TryParse(text, out var network)) return network;
        // Four numbers: "10" would be an address too.
        if (IPAddress.TryParse(text, out var address) && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            return new(address, address.GetAddressBytes().Length * 8);
        throw new WrongValueException($"has '{text}'");
    }
}
