using System.Net;
using AiSre.Api.Settings;

namespace AiSre.Silo.Start;

/// <summary>Tries the ports that a silo will listen on: those of its API or health, and those for the other processes.</summary>
internal static class ListeningPorts
{
    public static void Check(IConfiguration configuration, SiloOptions options)
    {
        ListeningAddresses.Check(configuration);
        var silo = options.Cluster.Redis is null || IPAddress.IsLoopback(options.AdvertisedAddress) ? IPAddress.Loopback : IPAddress.Any;
        ListeningAddresses.Try(silo, options.SiloPort, $"{AiSreSettings.SiloPort.Name} is {options.SiloPort}");
        ListeningAddresses.Try(silo, options.GatewayPort, $"{AiSreSettings.GatewayPort.Name} is {options.GatewayPort}");
    }
}
