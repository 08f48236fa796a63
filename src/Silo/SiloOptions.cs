using System.Globalization;
using System.Net;
using AiSre.Api.Cluster;
using AiSre.Api.Security;
using AiSre.Storage;

namespace AiSre.Silo;

/// <summary>A silo's settings from the environment. A wrong one stops the start with its name, its value and what is allowed.</summary>
public sealed record SiloOptions
{
    /// <summary>Port between silos. <c>AI_SRE_SILO_PORT</c>, default 11111.</summary>
    public required int SiloPort { get; init; }

    /// <summary>Port for API processes. <c>AI_SRE_GATEWAY_PORT</c>, default 30000.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>
    /// Address at which the other processes reach this silo. <c>AI_SRE_ADVERTISED_IP</c>, default <c>POD_IP</c>, else 127.0.0.1. On loopback it
    /// listens there only, otherwise on all addresses.
    /// </summary>
    public IPAddress AdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The cluster that the silo joins; it runs alone where that names no Redis.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>The silo's own process serves the API. <c>AI_SRE_SERVE_API</c>, default true when it runs alone and false in a cluster; health and metrics it serves always.</summary>
    public bool ServeApi { get; init; } = true;

    public required LedgerOptions Ledger { get; init; }

    public static SiloOptions Read(IConfiguration configuration)
    {
        var ledger = new LedgerOptions();
        var cluster = ClusterSettings.Read(configuration);
        var postgres = PostgresSetting.Read(configuration);
        if (cluster.Redis is not null && postgres is null)
        {
            throw new SettingException(
                $"{ClusterSettings.RedisSetting} is set and {PostgresSetting.Name} is not: the silos of a cluster share one database, and a SQLite file cannot be shared. Set both, or neither.");
        }
        return new()
        {
            AdvertisedAddress = Address(configuration),
            Cluster = cluster,
            ServeApi = Flag(configuration, "AI_SRE_SERVE_API", fallback: cluster.Redis is null),
            SiloPort = Whole(configuration, "AI_SRE_SILO_PORT", 11_111, 1, 65_535),
            GatewayPort = Whole(configuration, "AI_SRE_GATEWAY_PORT", 30_000, 1, 65_535),
            Ledger = new()
            {
                DataDirectory = configuration["AI_SRE_DATA_DIR"] is { Length: > 0 } directory ? directory : ledger.DataDirectory,
                Postgres = postgres,
                Redis = configuration["AI_SRE_REDIS"] is { Length: > 0 } redis ? redis : null,
                SpoolKey = $"{cluster.ClusterId}:spool",
                QueueLimit = Whole(configuration, "AI_SRE_LEDGER_QUEUE", ledger.QueueLimit, 100, 1_000_000),
                BatchLimit = Whole(configuration, "AI_SRE_LEDGER_BATCH", ledger.BatchLimit, 1, 100_000),
            },
        };
    }

    private static int Whole(IConfiguration configuration, string name, int fallback, int min, int max)
    {
        if (configuration[name] is not { Length: > 0 } text) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new SettingException($"{name} is '{text}'; allowed are whole numbers from {min} to {max}.");
    }

    private static bool Flag(IConfiguration configuration, string name, bool fallback)
    {
        if (configuration[name] is not { Length: > 0 } text) return fallback;
        return bool.TryParse(text, out var value) ? value : throw new SettingException($"{name} is '{text}'; allowed are true and false.");
    }

    private static IPAddress Address(IConfiguration configuration)
    {
        foreach (var name in new[] { "AI_SRE_ADVERTISED_IP", "POD_IP" })
        {
            if (configuration[name] is not { Length: > 0 } text) continue;
            return IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
                ? address
                : throw new SettingException($"{name} is '{text}'; allowed is the IP address at which the other processes reach this one.");
        }
        return IPAddress.Loopback;
    }
}
