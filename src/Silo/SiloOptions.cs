using System.Net;
using AiSre.Api.Cluster;
using AiSre.Api.Settings;
using AiSre.Storage;

namespace AiSre.Silo;

/// <summary>A silo's settings, as they were at the start.</summary>
public sealed record SiloOptions
{
    /// <summary>Port between silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>Port for API processes.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>Address at which the other processes reach this silo. On loopback it listens there only, otherwise on all addresses.</summary>
    public required IPAddress AdvertisedAddress { get; init; }

    /// <summary>The cluster that the silo joins; it runs alone where that names no Redis.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>
    /// The silo's own process serves the API: by default when it runs alone and not in a cluster. Health and metrics it serves always.
    /// </summary>
    public required bool ServeApi { get; init; }

    public required LedgerOptions Ledger { get; init; }

    public static SiloOptions Read(IConfiguration configuration)
    {
        var cluster = ClusterSettings.Read(configuration);
        var postgres = AiSreSettings.Postgres.Read(configuration);
        if (cluster.Redis is not null && postgres is null)
        {
            throw new SettingException(
                $"{AiSreSettings.Redis.Name} is set and {AiSreSettings.Postgres.Name} is not: the silos of a cluster share one database, " +
                "and a SQLite file cannot be shared. Set both, or neither.");
        }
        return new()
        {
            AdvertisedAddress = AiSreSettings.AdvertisedIp.Read(configuration) ?? AiSreSettings.PodIp.Read(configuration) ?? IPAddress.Loopback,
            Cluster = cluster,
            ServeApi = AiSreSettings.ServeApi.Read(configuration) ?? cluster.Redis is null,
            SiloPort = AiSreSettings.SiloPort.Read(configuration),
            GatewayPort = AiSreSettings.GatewayPort.Read(configuration),
            Ledger = new()
            {
                DataDirectory = AiSreSettings.DataDirectory.Read(configuration),
                Postgres = postgres,
                Redis = AiSreSettings.Redis.Text(configuration),
                SpoolKey = $"{cluster.ClusterId}:spool",
                QueueLimit = AiSreSettings.LedgerQueue.Read(configuration),
                BatchLimit = AiSreSettings.LedgerBatch.Read(configuration),
            },
        };
    }
}
