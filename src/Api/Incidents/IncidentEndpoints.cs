using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>Reading incidents.</summary>
internal static class IncidentEndpoints
{
    private static readonly QueryParameter<int> Latest = Query.Whole("limit", "How many, at most.", 1, 1_000, 50);

    public static void MapIncidents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapIncidentList();
        endpoints.MapGet("/activity", Activity).WithTags("Incidents").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listActivity", "What was done lately, newest first").WithQuery(WorkspaceQuery.Id, Latest).Answers(IncidentExamples.Activity);

        var one = endpoints.MapIncident(Role.Viewer, KeyScope.Read);
        one.MapGet("", Get).Describe("getIncident", "One incident").Answers(IncidentExamples.Detail);
        one.MapGet("/timeline", Timeline).Describe("getIncidentTimeline", "What has happened to it, oldest first").Answers(IncidentExamples.Timeline);
        one.MapGet("/deliveries", Deliveries)
            .Describe(
                "listIncidentDeliveries", "What its alerts were read from, newest first",
                "The raw bodies of its opening, its changes and its end: the last 5, each with this alert alone, at most 64 KB and without secrets.")
            .Answers(IncidentExamples.Deliveries);
        one.MapGet("/metrics", Metrics).Describe("getIncidentMetrics", "How long people took").Answers(IncidentExamples.Metrics);
        one.MapGet("/group", Group).Describe("getIncidentGroup", "What it is part of, and what is part of it").Answers(IncidentExamples.Group);
        one.MapGet("/actions", Actions).Describe("listIncidentActions", "What was done about it").Answers(IncidentExamples.Actions);
        one.MapGet("/explain", Explain)
            .Describe("explainIncident", "Why its alerts were merged", "Rule by rule, and why others would not be.")
            .Answers(IncidentExamples.Explained);
    }

    /// <summary>Endpoints that are about one incident.</summary>
    internal static RouteGroupBuilder MapIncident(
        this IEndpointRouteBuilder endpoints, Role role, KeyScope scope, string tag = "Incidents") =>
        endpoints.MapGroup("/incidents/{incidentId}").WithTags(tag).RequireRole(role, scope).LogsIncident()
            .WithPath("incidentId", "The incident's id.", IncidentExamples.Id);

    internal static ProblemResult NotFound(string incidentId) => Problems.NotFound($"Incident {incidentId} not found.");

    internal static async Task<IncidentDetailResponse> DetailAsync(Incident incident, IIncidentQueries queries)
    {
        var facts = queries.FactsAsync(incident.Workspace, incident.Id);
        var actions = await queries.ActionsAsync(incident.Workspace, incident.Id);
        return new(
            IncidentResponse.From(incident, await facts, whole: true), IncidentSummary.From(incident, actions),
            [.. actions.Select(ActionResponse.From)]);
    }

    private static async Task<IResult> Get(string incidentId, Caller caller, IncidentLocator incidents) =>
        await incidents.FindAsync(caller, incidentId) is { } incident
            ? TypedResults.Ok(await DetailAsync(incident, incidents.Queries))
            : NotFound(incidentId);

    private static async Task<IResult> Timeline(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var events = await incidents.Queries.TimelineAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(new TimelineResponse(incident.Id, [.. events.Select(TimelineItem.From)], events.Length));
    }

    private static async Task<IResult> Deliveries(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var kept = await incidents.Queries.DeliveriesAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(new DeliveriesResponse(incident.Id, [.. kept.Select(DeliveryItem.From)], kept.Length));
    }

    private static async Task<IResult> Metrics(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var actions = await incidents.Queries.ActionsAsync(incident.Workspace, incident.Id);
        var summary = IncidentSummary.From(incident, actions);
        var points = new List<MetricPoint>();
        if (summary.TimeToFirstResponseMinutes is { } response)
            points.Add(new("time_to_first_response_minutes", response, incident.FirstResponseAt!.Value));
        if (summary.ResolutionTimeMinutes is { } resolution) points.Add(new("resolution_time_minutes", resolution, incident.ResolvedAt!.Value));
        if (summary.TimeToFirstActionMinutes is { } action)
            points.Add(new("time_to_first_action_minutes", action, IncidentSummary.FirstAction(actions)!.Value));
        return TypedResults.Ok(new MetricsResponse(incident.Id, summary, points));
    }

    private static async Task<IResult> Group(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var facts = await incidents.Queries.FactsAsync(incident.Workspace, incident.Id);
        var children = await incidents.Queries.ChildrenAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(new GroupResponse(incident.Id, facts?.GroupId, facts?.ParentId, children, children.Length > 0));
    }

    private static async Task<IResult> Actions(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var actions = await incidents.Queries.ActionsAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(new ActionsResponse(incident.Id, [.. actions.Select(ActionResponse.From)], actions.Length));
    }

    private static async Task<IResult> Explain(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var alerts = await incidents.Queries.AlertsAsync(incident.Workspace, incident.Id);
        var events = await incidents.Queries.TimelineAsync(incident.Workspace, incident.Id);
        var facts = await incidents.Queries.FactsAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(Explanations.Of(incident, alerts, events, facts));
    }

    private static async Task<IResult> Activity(Caller caller, QueryReader query, IncidentLocator incidents)
    {
        var workspace = query.Workspace(caller);
        var limit = query.Of(Latest);
        if (query.Problem is { } problem) return problem;
        var items = await incidents.Queries.ActivityAsync(workspace, limit);
        return TypedResults.Ok(new ActivityResponse(
            [.. items.Select(item => new ActivityItem(item.Action, item.IncidentId, item.Outcome, item.Actor, item.Workspace, item.At))],
            items.Length));
    }
}
