using System.Net;
using System.Net.Sockets;
using AiSre.Api.Cluster;
using AiSre.Grains;
using Orleans.Configuration;

namespace AiSre.Silo;

/// <summary>A silo among others: they find each other in Redis, watch each other, and take over the grains of one that is gone.</summary>
internal static class ClusterMember
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    public static void JoinCluster(this ISiloBuilder silo, SiloOptions options)
    {
        silo.UseRedisClustering(redis => redis.ConfigurationOptions = options.Cluster.Redis);
        silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ClusterSettings.ServiceId, options.Cluster.ClusterId));
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = options.AdvertisedAddress;
            endpoints.SiloPort = options.SiloPort;
            endpoints.GatewayPort = options.GatewayPort;
            var listen = IPAddress.IsLoopback(options.AdvertisedAddress) ? options.AdvertisedAddress
                : options.AdvertisedAddress.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
            endpoints.SiloListeningEndpoint = new IPEndPoint(listen, options.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(listen, options.GatewayPort);
        });
        silo.Configure<SiloMessagingOptions>(static messaging => messaging.ResponseTimeout = GrainCalls.ResponseTimeout);
        silo.Configure<ConnectionOptions>(static connection => connection.OpenConnectionTimeout = GrainCalls.ResponseTimeout);
        silo.Configure<ClusterMembershipOptions>(static membership =>
        {
            // Two missed probes, and the vote of half of the others, which of two silos is the one that is left: gone after 4 s at most.
            membership.ProbeTimeout = ProbeTimeout;
            membership.NumMissedProbesLimit = 2;
            // Probes stretch with slow answers up to this, and a silo that hangs with its connections open is spared for as many times this as it may
            // miss probes.
            membership.MaxProbeTimeout = 1.5 * ProbeTimeout;
            // Changes are gossiped at once; this is for gossip that was lost.
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            // A process that died while it joined would be waited for.
            membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
            // Silos that restart under new addresses, as pods do, leave a row each.
            membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
        });
        silo.Services.AddSingleton<IOutgoingGrainCallFilter, NestedRejections>();
        silo.Services.AddHostedService<LatestEnd>();
    }
}
