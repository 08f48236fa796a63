using System.Text.Json.Serialization.Metadata;
using AiSre.Api.Actions;
using AiSre.Api.Alerts;
using AiSre.Api.Autonomy;
using AiSre.Api.Bot;
using AiSre.Api.Definitions;
using AiSre.Api.Demo;
using AiSre.Api.Deploys;
using AiSre.Api.Diagnosis;
using AiSre.Api.Errors;
using AiSre.Api.Escalation;
using AiSre.Api.Events;
using AiSre.Api.Heartbeats;
using AiSre.Api.History;
using AiSre.Api.Incidents;
using AiSre.Api.Json;
using AiSre.Api.Notifications;
using AiSre.Api.OnCall;
using AiSre.Api.Platform;
using AiSre.Api.Reports;
using AiSre.Api.Runbooks;
using AiSre.Api.Silences;
using AiSre.Api.Slos;
using AiSre.Api.Workflows;
using AiSre.Api.Workspaces;

namespace AiSre.Api;

/// <summary>Every shape of ours that goes over the wire, generated when we are built; a feature adds its context here.</summary>
internal static class ApiShapes
{
    public static readonly IReadOnlyList<IJsonTypeInfoResolver> All =
    [
        CommonJsonContext.Default,
        ProblemJsonContext.Default,
        PlatformJsonContext.Default,
        AlertJsonContext.Default,
        IncidentJsonContext.Default,
        HistoryJsonContext.Default,
        DeployJsonContext.Default,
        DiagnosisJsonContext.Default,
        EscalationJsonContext.Default,
        OutboxJsonContext.Default,
        DestinationJsonContext.Default,
        RoutesJsonContext.Default,
        OnCallJsonContext.Default,
        DefinitionsJsonContext.Default,
        SilenceJsonContext.Default,
        HeartbeatJsonContext.Default,
        ActionJsonContext.Default,
        AutonomyJsonContext.Default,
        WorkflowJsonContext.Default,
        WorkspaceJsonContext.Default,
        RunbookJsonContext.Default,
        ReportJsonContext.Default,
        SloJsonContext.Default,
        BotJsonContext.Default,
        DemoJsonContext.Default,
        KeyJsonContext.Default,
        EventsJsonContext.Default,
        new ForeignShapes(),
    ];
}
