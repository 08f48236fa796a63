using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;

namespace AiSre.Api.Settings;

/// <summary>The addresses that the settings let a process listen at, before it does.</summary>
public static class ListeningAddresses
{
    private const string EndpointsKey = "Kestrel:Endpoints";
    private const string CertificateKey = "Kestrel:Certificates:Default";

    /// <summary>
    /// Whether only this machine reaches the process. Whatever is neither an address nor localhost means all addresses, as Kestrel understands it.
    /// </summary>
    public static bool AreLoopbackOnly(IConfiguration configuration) => Written(configuration).All(static written =>
        Parse(written) is { } address && (address.IsUnixPipe || address.IsNamedPipe || IPAddress.IsLoopback(Bound(address.Host))));

    /// <summary>How a message names them.</summary>
    public static string Said(IConfiguration configuration) => string.Join(", ", Written(configuration).Select(static written => written.Said));

    /// <summary>Tries each of them, because afterwards a failure would be a stack that names no setting.</summary>
    public static void Check(IConfiguration configuration)
    {
        foreach (var written in Written(configuration))
        {
            var address = Parse(written);
            if (address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase) && !written.HasCertificate)
            {
                throw new SettingException($"{written.Said}, and there is no certificate: set "
                    + $"{CertificateKey.Replace(":", "__", StringComparison.Ordinal)}__Path and __KeyPath, or put a proxy that speaks TLS in front.");
            }
            if (address is { IsUnixPipe: false, IsNamedPipe: false }) Try(Bound(address.Host), address.Port, written.Said);
        }
    }

    /// <summary>Tries one port. 0 is any that is free.</summary>
    /// <param name="address">Where it will listen.</param>
    /// <param name="port">0 to 65,535.</param>
    /// <param name="setting">How the message begins: the setting and its value.</param>
    public static void Try(IPAddress address, int port, string setting)
    {
        if (port == 0) return;
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            var why = exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"port {port} is in use by another process",
                SocketError.AccessDenied => $"port {port} may not be used by this user",
                _ => $"{address}:{port} cannot be listened on ({exception.Message})",
            };
            throw new SettingException($"{setting}, and {why}.");
        }
    }

    /// <summary>Endpoints of <c>appsettings.json</c> count instead of the addresses, where there are any.</summary>
    private static IEnumerable<WrittenAddress> Written(IConfiguration configuration)
    {
        var hasDefault = configuration.GetSection(CertificateKey).Exists();
        var endpoints = configuration.GetSection(EndpointsKey).GetChildren().Where(static endpoint => endpoint["Url"] is not null).ToList();
        return endpoints.Count > 0
            ? endpoints.Select(endpoint => new WrittenAddress(
                $"{EndpointsKey}:{endpoint.Key}:Url", endpoint["Url"]!, hasDefault || endpoint.GetSection("Certificate").Exists()))
            : (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(url => new WrittenAddress(AiSreSettings.Urls.Name, url, hasDefault));
    }

    private static BindingAddress Parse(WrittenAddress written)
    {
        try
        {
            var address = BindingAddress.Parse(written.Value);
            if (!address.IsUnixPipe && !address.IsNamedPipe && !HasPort(address))
                throw new SettingException($"{written.Said}; allowed are ports from 1 to {IPEndPoint.MaxPort}, and 0 for one that is free.");
            return address;
        }
        catch (FormatException)
        {
            throw new SettingException($"{written.Said}; allowed are addresses such as http://localhost:8888.");
        }
    }

    /// <summary>What is no number the framework takes for a part of the name.</summary>
    private static bool HasPort(BindingAddress address) => address.Port is >= 0 and <= IPEndPoint.MaxPort
        && (!address.Host.Contains(':', StringComparison.Ordinal) || address.Host.StartsWith('['));

    private static IPAddress Bound(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : IPAddress.Any;

    private sealed record WrittenAddress(string Setting, string Value, bool HasCertificate)
    {
        public string Said => $"{Setting} is '{Value}'";
    }
}
