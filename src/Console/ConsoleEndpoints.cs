using AiSre.Console.Acting;
using AiSre.Console.AlertQuality;
using AiSre.Console.Alerts;
using AiSre.Console.Approvals;
using AiSre.Console.Ask;
using AiSre.Console.Audit;
using AiSre.Console.Autonomy;
using AiSre.Console.Connect;
using AiSre.Console.Definitions;
using AiSre.Console.Demo;
using AiSre.Console.Frame;
using AiSre.Console.Incidents;
using AiSre.Console.Heartbeats;
using AiSre.Console.Notifications;
using AiSre.Console.Platform;
using AiSre.Console.IncidentDetail;
using AiSre.Console.Keys;
using AiSre.Console.OnCall;
using AiSre.Console.Policies;
using AiSre.Console.PostMortems;
using AiSre.Console.Reports;
using AiSre.Console.Requests;
using AiSre.Console.Services;
using AiSre.Console.SignIn;
using AiSre.Console.Silences;
using AiSre.Console.Slos;
using AiSre.Console.Stopping;
using AiSre.Console.Workflows;
using AiSre.Console.Workspaces;

namespace AiSre.Console;

/// <summary>Puts the console's pages into a host.</summary>
public static class ConsoleEndpoints
{
    public static void MapConsole(this IEndpointRouteBuilder endpoints, ConsoleConventions conventions)
    {
        endpoints.MapAssets(conventions);
        endpoints.MapSignIn(conventions);
        MapFeatures(new ConsoleRoutes(endpoints, conventions));
    }

    /// <summary>One line per feature.</summary>
    private static void MapFeatures(ConsoleRoutes routes)
    {
        routes.MapLook();
        routes.MapSignOut();
        routes.MapIncidentList();
        routes.MapSilences();
        routes.MapDefinitions();
        routes.MapConnect();
        routes.MapHeartbeats();
        routes.MapNotifications();
        routes.MapDeadLetters();
        routes.MapSystem();
        routes.MapDemo();
        routes.MapIncidentDetail();
        routes.MapActing();
        routes.MapApprovals();
        routes.MapWorkflows();
        routes.MapPolicies();
        routes.MapAutonomyPage();
        routes.MapAudit();
        routes.MapStopping();
        routes.MapWorkspaces();
        routes.MapKeys();
        routes.MapOnCall();
        routes.MapServices();
        routes.MapSlos();
        routes.MapAlertQuality();
        routes.MapReports();
        routes.MapPostMortems();
        routes.MapAsking();
        routes.Page("/{**path}", static (ConsoleContext context) => context.Missing("There is no such page."));
    }
}
