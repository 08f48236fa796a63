using System.Net;
using AiSre.Api.Platform;
using AiSre.Domain.Alerts;
using AiSre.Grains.Platform;
using AiSre.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace AiSre.Silo;

/// <summary>Composes a silo: the grains, their ledger, and the cluster that they live in.</summary>
public static class SiloHosting
{
    /// <summary>The address when <c>ASPNETCORE_URLS</c> names none.</summary>
    private const string DefaultUrl = "http://localhost:8888";

    public static WebApplicationBuilder AddAiSreSilo(this WebApplicationBuilder builder)
    {
        var options = SiloOptions.Read(builder.Configuration);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning)
            // Its first check measures from the boot of the machine and says so at every start.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);

        builder.AddAiSreTelemetry("ai-sre-silo");
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(Options.Create(options.Ledger));
        services.AddSqliteLedger();
        services.AddSingleton(DedupOptions.Default);
        services.AddSingleton(TopologyFile.Read(builder.Configuration));
        services.AddHostedService<OpenIncidentsGauge>();
        services.AddHostedService<SilosGauge>();
        services.AddHostedService<WarmUp>();
        services.AddHostedService<QuietDashboard>();
        services.AddSingleton<IHealthProbe, LedgerProbe>();
        services.AddSingleton<ILedgerHealth, LedgerProbe>();
        services.AddClusterProbe();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort);
            silo.Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = IPAddress.Loopback);
            // The default of 30 s is longer than any sender waits.
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            silo.AddStartupTask<HeldResolves>();
            if (Telemetry.IsOn(builder.Configuration)) silo.AddActivityPropagation();
            silo.AddDashboard(DashboardEndpoints.Configure);
        });
        return builder;
    }
}
