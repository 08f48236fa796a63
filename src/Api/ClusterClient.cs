using AiSre.Api.Cluster;
using AiSre.Api.Definitions;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Grains;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace AiSre.Api;

/// <summary>Makes the process a client of the cluster: it holds no state, and any number of them may run.</summary>
public static class ClusterClient
{
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    public static void AddClusterClient(this WebApplicationBuilder builder)
    {
        SettingNames.RefuseUnknown(builder.Configuration);
        var settings = ClusterSettings.Read(builder.Configuration);
        if (settings.Redis is not { } redis)
        {
            throw new SettingException(
                $"{AiSreSettings.Redis.Name} is empty; an API process finds its silos there. Set it to the silos' Redis, for example "
                    + $"'localhost:6379', " +
                "or run AiSre.Silo, which serves the API itself.");
        }
        builder.AddProcessDefaults();
        builder.AddAiSreTelemetry("ai-sre-api");
        ProcessInfo.Publish(servesApi: true, isInCluster: true);
        // It warns with every call while all silos are away; the answers say so too.
        builder.Logging.AddFilter("Orleans.Messaging.GatewayManager", LogLevel.Error);
        var services = builder.Services;
        services.AddSteadyClock();
        // Connecting may take as long as it likes; /health must answer meanwhile.
        services.Configure<HostOptions>(static host => host.ServicesStartConcurrently = true);
        services.AddRemoteProbes();
        services.AddSingleton<IStartNotes>(new ClientStartNotes(settings));
        services.AddSingleton<IHealthProbe, RemoteDefinitionsProbe>();
        services.AddSingleton<IOutgoingGrainCallFilter, GrainCallRetry>();
        builder.UseOrleansClient(client =>
        {
            if (Telemetry.IsOn(builder.Configuration)) client.AddActivityPropagation();
            client.AddDashboard(DashboardEndpoints.Configure);
            client.UseRedisClustering(options => options.ConfigurationOptions = redis);
            client.UseConnectionRetryFilter(static async (_, cancellation) =>
            {
                await Task.Delay(BetweenAttempts, cancellation);
                return true;
            });
            client.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ClusterSettings.ServiceId, settings.ClusterId));
            client.Configure<ClientMessagingOptions>(static messaging => messaging.ResponseTimeout = GrainCalls.ResponseTimeout);
            // A silo that joins gets work, and one that came back is tried again, after this time and not after the default of a minute.
            client.Configure<GatewayOptions>(static gateway => gateway.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.Configure<ConnectionOptions>(static connection => connection.OpenConnectionTimeout = TimeSpan.FromSeconds(2));
        });
    }
}
