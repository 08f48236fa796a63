using AiSre.Api.Actions;
using AiSre.Api.Alerts;
using AiSre.Api.Autonomy;
using AiSre.Api.Bot;
using AiSre.Api.Console;
using AiSre.Api.Definitions;
using AiSre.Api.Demo;
using AiSre.Api.Deploys;
using AiSre.Api.Description;
using AiSre.Api.Diagnosis;
using AiSre.Api.Edge;
using AiSre.Api.Escalation;
using AiSre.Api.Events;
using AiSre.Api.Heartbeats;
using AiSre.Api.History;
using AiSre.Api.Incidents;
using AiSre.Api.Json;
using AiSre.Api.Mcp;
using AiSre.Api.Notifications;
using AiSre.Api.OnCall;
using AiSre.Api.Operations;
using AiSre.Api.Platform;
using AiSre.Api.Reports;
using AiSre.Api.Runbooks;
using AiSre.Api.Security;
using AiSre.Api.Settings;
using AiSre.Api.Silences;
using AiSre.Api.Slos;
using AiSre.Api.Tokens;
using AiSre.Api.Workflows;
using AiSre.Api.Workspaces;
using AiSre.Console.SignIn;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api;

/// <summary>Puts the API into a host: a silo's own process, or a process of its own that is a client of the cluster.</summary>
public static class AiSreApi
{
    /// <summary>The parts of the description, in the order in which they are shown.</summary>
    private static readonly (string Name, string About)[] Sections =
    [
        ("Alerts", "The door for alerts, and those that could not be processed."),
        ("Incidents", "What alerts have become: lists, details, and what people do."),
        ("Intelligence", "What history says: what was like it, what comes again, what is about to run out."),
        ("Deploys", "What was rolled out, and what may have come of it."),
        ("Actions", "What may be done to a cluster, who said yes, and what came of it."),
        ("On-Call", "Who is on call, when, and who stands in."),
        ("Notifications", "Who is told of what, and what became of it."),
        ("Silences", "Times in which nobody is told."),
        ("Heartbeats", "Those who say regularly that they live."),
        ("SLOs", "What is promised, and how much of each error budget is left."),
        ("Workflows", "Steps that read, ask, act and look, and runs of them."),
        ("Runbooks", "Workflows that know which incidents they are for."),
        ("Definitions", "Teams, people, policies, routes and channels of a workspace."),
        ("Workspaces", "The keys that a workspace hands out."),
        ("Integrations", "What other products send in their own shapes."),
        ("Workspaces", "Which there are, what they may use, and whether they go on."),
        ("System", "How the platform itself is."),
    ];

    /// <summary>Call after <c>UseOrleans</c> or <c>UseOrleansClient</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="serve">False for a silo that leaves the API to other processes and answers for its health only: it needs no keys.</param>
    public static WebApplicationBuilder AddAiSreApi(this WebApplicationBuilder builder, bool serve = true)
    {
        builder.AddAiSreLogFormat();
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        // Read when the host starts and not here, so that settings which come later (tests, hosts) still count.
        services.AddSingleton(static provider => EdgeOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(provider => ApiKeyOptions.Read(
            provider.GetRequiredService<IConfiguration>(), serve, IsDeclaredProduction(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton(provider => DemoOptions.Read(
            provider.GetRequiredService<IConfiguration>(), IsDeclaredProduction(provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton(static provider => DevModeActions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton(static provider => TokenOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<IIssuerSignIn, IssuerSignIn>();
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<IStartupFilter, AccessCheck>();
        services.AddSingleton<FailedLogins>();
        services.AddSingleton<ConsoleSessions>();
        services.AddOperatorConsole();
        services.AddSingleton<Gate>();
        services.AddSingleton<OwnPages>();
        services.AddProxyHeaders();
        services.AddSingleton(static provider => RateOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IQuotas>(static provider =>
            new QuotaCopies(provider.GetRequiredService<IGrainFactory>, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new RateLimits(
            provider.GetRequiredService<ApiKeyRing>(), provider.GetRequiredService<RateOptions>(), provider.GetRequiredService<IQuotas>()));
        services.AddSingleton<IngestRefusals>();
        services.AddSingleton<HealthReport>();
        services.TryAddSingleton<ClusterView>();
        services.AddSingleton<IngestMetrics>();
        services.TryAddSingleton<OrleansInstruments>();
        services.AddSingleton<OrleansMetrics>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<KnownWorkspaces>();
        services.AddSingleton<Func<IGrainFactory>>(static provider => provider.GetRequiredService<IGrainFactory>);
        services.AddSingleton<WorkspaceStanding>();
        services.AddSingleton<IngestRouter>();
        services.AddSingleton<OwnSources>();
        services.AddSingleton<SourceChoice>();
        services.AddSingleton<AlertIntake>();
        services.AddSingleton<DeadLetterReplay>();
        services.AddSingleton<AlertsInParts>();
        // Asked for when there is something to ask: health is answered without a cluster too.
        services.AddSingleton(static provider => new UndefinedWorkspace(
            provider.GetRequiredService<IGrainFactory>, provider.GetRequiredService<ApiKeyRing>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHealthProbe, UndefinedWorkspaceProbe>();
        services.AddSingleton<DeliverySignatures>();
        services.AddSingleton<Deliveries>();
        services.AddSingleton<DeployIntake>();
        services.AddSingleton<IncidentLocator>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<ApiOperations>();
        services.AddMcp();
        services.AddEvents();
        services.ConfigureHttpJsonOptions(static options => ApiJson.Configure(options.SerializerOptions, ApiShapes.All));
        // Binding failures reach the edge as exceptions, which is the only way to say what was wrong.
        services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        services.AddOpenApi(ApiDescription.DocumentName, static options => ApiDescription.Configure(options, Sections));
        MetricsEndpoints.TameDefaults();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = LengthDigits.Of;
            kestrel.Limits.MaxRequestBodySize = EdgeOptions.BodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = EdgeOptions.HeaderBytes;
        });
        QueryKeyServer.Wrap(services);
        // Asked for when there is something to ask: health is answered without a cluster too.
        services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<ManagedKeysFollower>(
            provider, (Func<IGrainFactory>)provider.GetRequiredService<IGrainFactory>));
        if (serve)
        {
            services.AddHostedService(static provider => provider.GetRequiredService<ManagedKeysFollower>());
            services.AddHostedService<ShapesWarmUp>();
        }
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<StartLines>(provider, serve));
        return builder;
    }

    /// <summary>Call before any other middleware: what comes earlier is neither guarded nor covered by the error format.</summary>
    /// <param name="app">The host.</param>
    /// <param name="serve">As for <see cref="AddAiSreApi"/>: false maps <c>/health</c> and <c>/metrics</c> and nothing else.</param>
    public static WebApplication MapAiSreApi(this WebApplication app, bool serve = true)
    {
        if (serve) Announce(app.Services.GetRequiredService<ApiKeyRing>(), app.Services.GetRequiredService<ILogger<EdgeMiddleware>>());
        // Wrong settings stop the start, and counters exist before the first delivery, so that rate() sees it.
        _ = app.Services.GetRequiredService<EdgeOptions>();
        _ = app.Services.GetRequiredService<TokenOptions>();
        _ = app.Services.GetRequiredService<RateOptions>();
        _ = AiSreSettings.TrustedProxies.Read(app.Configuration);
        _ = app.Services.GetRequiredService<IngestMetrics>();
        IngestRefusals.Publish();
        RateLimits.Publish();
        app.Use(static next => context =>
        {
            QueryKey.Strip(context.Features);
            PresentedLink.Strip(context.Features);
            return next(context);
        });
        app.UseRouting();
        app.UseMiddleware<EdgeMiddleware>();
        app.UseMiddleware<StandingMiddleware>();

        app.MapHealth();
        app.MapMetrics();
        if (!serve) return app;
        app.MapAdapters();
        app.MapOverview();
        app.MapDocs();
        app.MapDashboard();
        MapFeatures(app);
        return app;
    }

    /// <summary>One line per feature: <c>endpoints.MapAlerts();</c> and so on.</summary>
    private static void MapFeatures(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapAlerts();
        endpoints.MapOpsgenie();
        endpoints.MapDeadLetters();
        endpoints.MapSourceCheck();
        endpoints.MapIncidents();
        endpoints.MapIncidentCommands();
        endpoints.MapDiagnosis();
        endpoints.MapDiagnosisFeedback();
        endpoints.MapHistory();
        endpoints.MapMetricsExport();
        endpoints.MapDeploys();
        endpoints.MapEvents();
        endpoints.MapEscalation();
        endpoints.MapOutbox();
        endpoints.MapDestinations();
        endpoints.MapSlack();
        endpoints.MapSignedLinks();
        endpoints.MapOnCall();
        endpoints.MapReports();
        endpoints.MapCalendars();
        endpoints.MapOverrides();
        endpoints.MapDefinitions();
        endpoints.MapRoutes();
        endpoints.MapSilences();
        endpoints.MapAlertmanagerSilences();
        endpoints.MapAlertmanagerAlerts();
        endpoints.MapHeartbeats();
        endpoints.MapSlos();
        endpoints.MapSloBudgets();
        endpoints.MapSloEvents();
        endpoints.MapSloImport();
        endpoints.MapSloCorrections();
        endpoints.MapActions();
        endpoints.MapApprovals();
        endpoints.MapKillSwitch();
        endpoints.MapAutonomy();
        endpoints.MapAudit();
        endpoints.MapWorkspaces();
        endpoints.MapWorkspaceTransfer();
        endpoints.MapWorkflows();
        endpoints.MapRunbooks();
        endpoints.MapRunbookGeneration();
        endpoints.MapBot();
        endpoints.MapMcpServer();
        endpoints.MapOperatorConsole();
        endpoints.MapDemo();
        endpoints.MapKeys();
    }

    /// <summary>
    /// Only what somebody declared: the framework calls every environment Production that has no name, and then nothing would start on a fresh
    /// machine.
    /// </summary>
    private static bool IsDeclaredProduction(IConfiguration configuration) =>
        string.Equals(configuration[HostDefaults.EnvironmentKey], Environments.Production, StringComparison.OrdinalIgnoreCase);

    private static void Announce(ApiKeyRing keys, ILogger log)
    {
        foreach (var warning in keys.Warnings) log.KeyWarning(warning);
        if (keys.DevMode) log.DevMode();
        else log.Secured(keys.Count);
    }
}
