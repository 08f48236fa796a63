using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>Reading incidents.</summary>
internal static class IncidentEndpoints
{
    public static void MapIncidents(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/incidents").WithTags("Incidents").RequireRole(Role.Viewer);
        group.MapGet("", List).Produces<IncidentListResponse>();
        group.MapGet("/{incidentId}", Get).Produces<IncidentDetailResponse>();
        group.MapGet("/{incidentId}/timeline", Timeline).Produces<TimelineResponse>();
        group.MapGet("/{incidentId}/metrics", Metrics).Produces<MetricsResponse>();
        group.MapGet("/{incidentId}/group", Group).Produces<GroupResponse>();
        group.MapGet("/{incidentId}/actions", Actions).Produces<ActionsResponse>();
        group.MapGet("/{incidentId}/explain", Explain).Produces<ExplainResponse>();
        endpoints.MapGet("/activity", Activity).WithTags("Incidents").RequireRole(Role.Viewer).Produces<ActivityResponse>();
    }

    internal static ProblemResult NotFound(string incidentId) => Problems.NotFound($"Incident {incidentId} not found.");

    internal static async Task<IncidentDetailResponse> DetailAsync(Incident incident, IIncidentQueries queries)
    {
        var facts = queries.FactsAsync(incident.Workspace, incident.Id);
        var actions = await queries.ActionsAsync(incident.Workspace, incident.Id);
        return new(IncidentResponse.From(incident, await facts, whole: true), IncidentSummary.From(incident, actions), [.. actions.Select(ActionResponse.From)]);
    }

    private static async Task<IResult> List(Caller caller, QueryReader query, IncidentLocator incidents)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        var cursor = query.Text("cursor");
        var filter = new IncidentFilter
        {
            Workspace = workspace,
            Phase = query.Word("state", "open", "acknowledged", "resolved") is { } state ? IncidentPhases.Parse(state) : null,
            Severity = query.Word("severity", "critical", "high", "warning", "info") is { } severity ? SeverityMap.Parse(severity) : null,
            Service = query.Text("service"),
            Namespace = query.Text("namespace"),
            Text = query.Text("q"),
            Since = query.Instant("since"),
            Until = query.Instant("until"),
            Limit = query.Whole("limit", 20, 1, 100),
            After = cursor is null ? null : IncidentCursors.Read(cursor),
        };
        if (cursor is not null && filter.After is null) query.Refuse("cursor", "Must be a next_cursor of an earlier answer.");
        if ((foreign ?? query.Problem) is { } problem) return problem;

        var page = await incidents.Queries.ListAsync(filter);
        return TypedResults.Ok(new IncidentListResponse(
            [.. page.Items.Select(item => IncidentResponse.From(item.Incident, item.Facts))], page.Items.Length, IncidentCursors.Write(page.Next)));
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

    private static async Task<IResult> Metrics(string incidentId, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return NotFound(incidentId);
        var summary = IncidentSummary.From(incident, await incidents.Queries.ActionsAsync(incident.Workspace, incident.Id));
        var points = new List<MetricPoint>();
        if (summary.TimeToFirstResponseMinutes is { } response) points.Add(new("time_to_first_response_minutes", response, incident.FirstResponseAt!.Value));
        if (summary.ResolutionTimeMinutes is { } resolution) points.Add(new("resolution_time_minutes", resolution, incident.ResolvedAt!.Value));
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
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        var limit = query.Whole("limit", 50, 1, 1_000);
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var items = await incidents.Queries.ActivityAsync(workspace, limit);
        return TypedResults.Ok(new ActivityResponse(
            [.. items.Select(item => new ActivityItem(item.Action, item.IncidentId, item.Outcome, item.Actor, item.Workspace, item.At))], items.Length));
    }
}
