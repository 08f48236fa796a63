using System.Net;
using AiSre.Api;
using AiSre.Api.Platform;
using AiSre.Api.Settings;
using AiSre.Domain.Alerts;
using AiSre.Grains.Actions;
using AiSre.Grains.Alerts;
using AiSre.Grains.Autonomy;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Heartbeats;
using AiSre.Grains.Incidents;
using AiSre.Grains.Notifications;
using AiSre.Grains.Platform;
using AiSre.Grains.Silences;
using AiSre.Grains.Slos;
using AiSre.Grains.Workflows;
using AiSre.Integrations;
using AiSre.Integrations.Diagnosis;
using AiSre.Integrations.Slos;
using AiSre.Silo.DeadMansSwitch;
using AiSre.Silo.Definitions;
using AiSre.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace AiSre.Silo;

/// <summary>Composes a silo: the grains, their ledger, and the cluster that they live in.</summary>
public static class SiloHosting
{
    /// <returns>The settings that were read, for whoever composes the rest of the process.</returns>
    public static SiloOptions AddAiSreSilo(this WebApplicationBuilder builder)
    {
        SettingNames.RefuseUnknown(builder.Configuration);
        var options = SiloOptions.Read(builder.Configuration);
        builder.AddProcessDefaults();
        // Its first check measures from the boot of the machine and says so at every start.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        builder.AddAiSreTelemetry("ai-sre-silo");
        var services = builder.Services;
        services.AddSteadyClock();
        services.AddSingleton(Options.Create(options.Ledger));
        if (options.Ledger.Postgres is null) services.AddSqliteLedger();
        else
            services.AddPostgresLedger().AddSingleton<DatabaseClock>()
                .AddHostedService(static provider => provider.GetRequiredService<DatabaseClock>());
        services.AddSingleton(AiSreSettings.OutboundAllow.Read(builder.Configuration));
        services.AddIntegrations();
        var clusters = ClustersFile.Read(builder.Configuration);
        services.AddClusters(clusters).AddDiagnostician().AddSloSources();
        services.AddConfiguredChat(builder.Configuration);
        services.AddSingleton(new DiagnosisOptions
        {
            RunsByItself = !clusters.All.IsEmpty && DiagnosisSettings.AutoDiagnosis.Read(builder.Configuration),
        }).AddDiagnosis();
        services.AddIntakes();
        services.AddSilences();
        services.AddUnroutedLog();
        services.AddSignedLinks();
        services.AddSingleton<Boards>();
        services.AddHeartbeats();
        services.AddSingleton(new ActionOptions
        {
            KillSwitch = AiSreSettings.KillSwitch.Read(builder.Configuration),
            OwnNamespace = AiSreSettings.OwnNamespace.Read(builder.Configuration),
            DevModeActs = AiSreSettings.DevAllowActions.Read(builder.Configuration)
                && string.IsNullOrEmpty(AiSreSettings.ApiKeys.Read(builder.Configuration)),
        });
        services.AddActions();
        services.AddAutonomy();
        services.AddWorkflows();
        services.AddSlos();
        services.AddSingleton(DedupOptions.Default);
        services.AddSingleton(new TellOptions
        {
            PublicUrl = AiSreSettings.PublicUrl.Read(builder.Configuration),
            SignedLinks = AiSreSettings.SignedLinks.Read(builder.Configuration),
            SignedLinkLasts = TimeSpan.FromHours(AiSreSettings.SignedLinkHours.Read(builder.Configuration)),
        });
        services.AddSingleton(TopologyFile.Read(builder.Configuration));
        services.AddDefinitionFiles(builder.Configuration);
        services.AddHostedService<OpenIncidentsGauge>();
        services.AddHostedService<SilosGauge>();
        services.AddHostedService<WarmUp>();
        services.AddHostedService<SpoolWatch>();
        if (options.Cluster.Redis is null)
        {
            services.AddHostedService<DataFolderWatch>();
            services.AddSingleton<IHealthProbe, DataFolderProbe>();
        }
        services.AddHostedService<QuietDashboard>();
        services.AddDeadMansSwitch(builder.Configuration);
        services.AddSingleton<IHealthProbe, SpoolProbe>();
        services.AddSingleton<IHealthProbe, LedgerProbe>();
        services.AddSingleton<ILedgerHealth, LedgerProbe>();
        services.AddClusterProbe();
        services.AddOutboxWatch();
        services.AddSingleton<LostDefinitions>();
        services.AddHostedService(static provider => provider.GetRequiredService<LostDefinitions>());
        services.AddSingleton<IHealthProbe>(static provider => provider.GetRequiredService<LostDefinitions>());
        services.AddSingleton(options);
        services.AddSingleton<IStartNotes, SiloStartNotes>();
        ProcessInfo.Publish(options.ServeApi, options.Cluster.Redis is not null);
        // A counter that first shows as 1 has not risen, so nobody would be warned of it: every silo shows them from its start on.
        EscalationMetrics.Publish();
        NotificationMetrics.Publish();
        UnreachedPages.Publish();
        builder.UseOrleans(silo =>
        {
            if (options.Cluster.Redis is null) silo.RunAlone(options);
            else silo.JoinCluster(options);
            IdleGrains.Use(silo);
            silo.AddAlarms(options.Ledger);
            if (Telemetry.IsOn(builder.Configuration)) silo.AddActivityPropagation();
            silo.AddDashboard(DashboardEndpoints.Configure);
        });
        return options;
    }

    private static void RunAlone(this ISiloBuilder silo, SiloOptions options)
    {
        silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort);
        silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
        // The default of 30 s is longer than any sender waits.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
    }
}
