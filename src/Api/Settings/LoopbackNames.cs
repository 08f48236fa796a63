using System.Net;

namespace AiSre.Api.Settings;

/// <summary>What a machine calls itself, and nobody else can be called.</summary>
internal static class LoopbackNames
{
    /// <param name="host">A name or an address, IPv6 with or without brackets.</param>
    public static bool Contain(string host) =>
        host.TrimEnd('.') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
