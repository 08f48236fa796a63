using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>What people do to incidents. Each answers the incident's detail, may be repeated, and lands on the timeline.</summary>
internal static class IncidentCommands
{
    public static void MapIncidentCommands(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/incidents/{incidentId}").WithTags("Incidents").RequireRole(Role.Operator);
        group.MapPost("/acknowledge", Acknowledge).Produces<IncidentDetailResponse>();
        group.MapPost("/unacknowledge", Unacknowledge).Produces<IncidentDetailResponse>();
        group.MapPost("/resolve", Resolve).Produces<IncidentDetailResponse>();
        group.MapPost("/reopen", Reopen).Produces<IncidentDetailResponse>();
        group.MapPost("/notes", Note).Produces<IncidentDetailResponse>();
        group.MapPost("/assign", Assign).Produces<IncidentDetailResponse>();
        group.MapPost("/snooze", Snooze).Produces<IncidentDetailResponse>();
        group.MapPost("/unmerge", Unmerge).Produces<IncidentDetailResponse>();
    }

    private static Task<IResult> Acknowledge(string incidentId, AcknowledgeRequest? body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body?.Actor, incidents, (grain, actor) => grain.AcknowledgeAsync(actor, body?.Note), ("note", body?.Note, 0, 8192));

    private static Task<IResult> Unacknowledge(string incidentId, UnacknowledgeRequest? body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body?.Actor, incidents, (grain, actor) => grain.UnacknowledgeAsync(actor));

    private static Task<IResult> Resolve(string incidentId, ResolveRequest? body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body?.Actor, incidents, (grain, actor) => grain.ResolveAsync(actor, body?.Resolution), ("resolution", body?.Resolution, 0, 8192));

    private static Task<IResult> Reopen(string incidentId, ReopenRequest? body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body?.Actor, incidents, (grain, actor) => grain.ReopenAsync(actor));

    private static Task<IResult> Note(string incidentId, NoteRequest body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body.Actor, incidents, (grain, actor) => grain.AddNoteAsync(body.Text, actor), ("text", body.Text, 1, 8192));

    private static Task<IResult> Assign(string incidentId, AssignRequest body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body.Actor, incidents, (grain, actor) => grain.AssignAsync(body.To, actor), ("to", body.To, 1, 200));

    private static async Task<IResult> Snooze(string incidentId, SnoozeRequest body, Caller caller, IncidentLocator incidents) =>
        body.Minutes is < 1 or > 10_080
            ? Problems.Unprocessable("body", "minutes", "Must be from 1 to 10080 minutes (a week).")
            : await Run(incidentId, caller, body.Actor, incidents, (grain, actor) => grain.SnoozeAsync(body.Minutes, actor));

    private static async Task<IResult> Unmerge(string incidentId, UnmergeRequest body, Caller caller, IncidentLocator incidents)
    {
        if (await incidents.GrainAsync(caller, incidentId) is not { } grain) return IncidentEndpoints.NotFound(incidentId);
        var outcome = await grain.UnmergeAsync(body.AlertIdentity, body.Actor ?? caller.Name);
        if (outcome.Incident is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        return outcome.NewIncidentId is null
            ? Problems.Conflict($"The alert {body.AlertIdentity} cannot be taken out: it is not part of incident {incidentId}, or is all that it consists of.", "not_merged")
            : TypedResults.Ok(await IncidentEndpoints.DetailAsync(incident, incidents.Queries));
    }

    private static async Task<IResult> Run(
        string incidentId, Caller caller, string? actor, IncidentLocator incidents, Func<IIncidentGrain, string, Task<Incident?>> command,
        (string Field, string? Text, int Min, int Max) rule = default)
    {
        if (rule.Field is not null && rule.Text is { } text && (text.Length > rule.Max || text.Trim().Length < rule.Min))
            return Problems.Unprocessable("body", rule.Field, $"Must be {rule.Min} to {rule.Max} characters long.");
        if (actor?.Length > 200) return Problems.Unprocessable("body", "actor", "Must be at most 200 characters long.");
        if (await incidents.GrainAsync(caller, incidentId) is not { } grain) return IncidentEndpoints.NotFound(incidentId);
        return await command(grain, string.IsNullOrWhiteSpace(actor) ? caller.Name : actor) is { } incident
            ? TypedResults.Ok(await IncidentEndpoints.DetailAsync(incident, incidents.Queries))
            : IncidentEndpoints.NotFound(incidentId);
    }
}
