using System.Net;
using System.Net.Sockets;
using AiSre.Api.Settings;

namespace AiSre.Silo.Start;

/// <summary>Tries the ports that the process will listen on: afterwards it would be a stack, and it would not name the setting.</summary>
internal static class ListeningPorts
{
    public static void Check(IConfiguration configuration, SiloOptions options)
    {
        foreach (var url in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var address = Parse(url);
            if (address is { IsUnixPipe: false, IsNamedPipe: false }) Try(Listens(address.Host), address.Port, $"ASPNETCORE_URLS is '{url}'");
        }
        var silo = options.Cluster.Redis is null || IPAddress.IsLoopback(options.AdvertisedAddress) ? IPAddress.Loopback : IPAddress.Any;
        Try(silo, options.SiloPort, $"{AiSreSettings.SiloPort.Name} is {options.SiloPort}");
        Try(silo, options.GatewayPort, $"{AiSreSettings.GatewayPort.Name} is {options.GatewayPort}");
    }

    /// <summary>As Kestrel understands it: whatever is neither an address nor localhost means all of them.</summary>
    private static IPAddress Listens(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : IPAddress.Any;

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new SettingException($"ASPNETCORE_URLS has '{url}'; allowed are addresses such as http://localhost:8888.");
        }
    }

    private static void Try(IPAddress address, int port, string setting)
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
}
