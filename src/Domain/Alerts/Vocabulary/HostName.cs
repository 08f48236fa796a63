namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>The host in an address: <c>db-1:9100</c>, <c>[2001:db8::1]:9100</c> and <c>https://db-1/health</c> are all about a host.</summary>
public static class HostName
{
    /// <summary>Null for this machine itself, which says nothing, and for what is no address.</summary>
    public static string? Of(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return null;
        var host = address.AsSpan().Trim();
        var scheme = host.IndexOf("://");
        if (scheme > 0) host = host[(scheme + 3)..];
        var end = host.IndexOfAny("/?#");
        if (end >= 0) host = host[..end];
        if (host is ['[', ..])
        {
            var close = host.IndexOf(']');
            host = close > 1 ? host[1..close] : host;
        }
        else if (host.LastIndexOf(':') is > 0 and var colon && colon == host.IndexOf(':')) host = host[..colon];
        if (host.IsEmpty || host[0] is ':' || host is "localhost" or "127.0.0.1" or "::1" or "0.0.0.0") return null;
        return host.Length == address.Length ? address : host.ToString();
    }
}
