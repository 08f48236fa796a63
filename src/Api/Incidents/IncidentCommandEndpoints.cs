using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>What people do to incidents. Each answers the incident's detail, may be repeated, and lands on the timeline.</summary>
internal static class IncidentCommandEndpoints
{
    public static void MapIncidentCommands(this IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapIncident(Role.Operator, KeyScope.Respond).Answers(IncidentExamples.Detail);
        one.MapPost("/acknowledge", Acknowledge)
            .Describe("acknowledgeIncident", "Take it on", "Escalation stops.").Takes(new AcknowledgeRequest("dave", "Looking at it."));
        one.MapPost("/unacknowledge", Unacknowledge)
            .Describe("unacknowledgeIncident", "Give it back", "Escalation goes on.").Takes(new UnacknowledgeRequest("dave"));
        one.MapPost("/resolve", Resolve).Describe("resolveIncident", "Say that it is over")
            .Takes(new ResolveRequest("dave", "Memory limit raised to 1Gi."));
        one.MapPost("/reopen", Reopen).Describe("reopenIncident", "Say that it is not over").Takes(new ReopenRequest("eve"));
        one.MapPost("/notes", Note).Describe("addIncidentNote", "Write a note onto the timeline")
            .Takes(new NoteRequest("The pool is exhausted since the deploy."));
        one.MapPost("/assign", Assign).Describe("assignIncident", "Say who looks after it").Takes(new AssignRequest("eve"));
        one.MapPost("/snooze", Snooze).Describe("snoozeIncident", "Tell nobody about it for a while").Takes(new SnoozeRequest(60));
        one.MapPost("/unmerge", Unmerge)
            .Describe("unmergeAlert", "Take an alert out", "It becomes an incident of its own.").Takes(new UnmergeRequest("fp:3f0c9be27d51a846"));
    }

    private static Task<IResult> Acknowledge(string incidentId, Body<AcknowledgeRequest> body, Caller caller, IncidentLocator incidents) =>
        Run(
            incidentId, caller, body.Value.Actor, incidents, (grain, actor) => grain.AcknowledgeAsync(actor, body.Value.Note),
            ("note", body.Value.Note, 0, IncidentLimits.Note));

    private static Task<IResult> Unacknowledge(string incidentId, Body<UnacknowledgeRequest> body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body.Value.Actor, incidents, (grain, actor) => grain.UnacknowledgeAsync(actor));

    private static Task<IResult> Resolve(string incidentId, Body<ResolveRequest> body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body.Value.Actor, incidents,
            (grain, actor) => grain.ResolveAsync(actor, body.Value.Resolution), ("resolution", body.Value.Resolution, 0, IncidentLimits.Note));

    private static Task<IResult> Reopen(string incidentId, Body<ReopenRequest> body, Caller caller, IncidentLocator incidents) =>
        Run(incidentId, caller, body.Value.Actor, incidents, (grain, actor) => grain.ReopenAsync(actor));

    private static Task<IResult> Note(string incidentId, Body<NoteRequest> body, Caller caller, IncidentLocator incidents) =>
        Run(
            incidentId, caller, body.Value.Actor, incidents, (grain, actor) => grain.AddNoteAsync(body.Value.Text, actor),
            ("text", body.Value.Text, 1, IncidentLimits.Note));

    private static async Task<IResult> Assign(string incidentId, Body<AssignRequest> body, Caller caller, IncidentLocator incidents)
    {
        var (to, actor) = body.Value;
        if (to.Length > IncidentLimits.Assignee || to.Trim().Length == 0)
            return Problems.Unprocessable("body", "to", $"Must be 1 to {IncidentLimits.Assignee} characters long.");
        if (ActorField.Refusal(to, "to") is { } refusal) return refusal;
        if (await incidents.GrainAsync(caller, incidentId) is not { } grain) return IncidentEndpoints.NotFound(incidentId);
        var (name, problem) = await incidents.People.FindAsync(grain, caller, "to", to, orTeam: true);
        return problem ?? await Run(incidentId, caller, actor, incidents, (incident, by) => incident.AssignAsync(name, by));
    }

    private static async Task<IResult> Snooze(string incidentId, Body<SnoozeRequest> body, Caller caller, IncidentLocator incidents) =>
        body.Value.Minutes is < 1 or > IncidentLimits.SnoozeMinutes
            ? Problems.Unprocessable("body", "minutes", "Must be from 1 to 10080 minutes (a week).")
            : await Run(incidentId, caller, body.Value.Actor, incidents, (grain, actor) => grain.SnoozeAsync(body.Value.Minutes, actor));

    private static async Task<IResult> Unmerge(string incidentId, Body<UnmergeRequest> body, Caller caller, IncidentLocator incidents)
    {
        var (identity, actor) = body.Value;
        if (ActorField.Refusal(actor) is { } refusal) return refusal;
        if (await incidents.GrainAsync(caller, incidentId) is not { } grain) return IncidentEndpoints.NotFound(incidentId);
        var (by, problem) = await incidents.People.FindAsync(grain, caller, "actor", actor ?? caller.Name);
        if (problem is not null) return problem;
        if (by != caller.Name) ActedVia.Set(caller.Name);
        var outcome = await grain.UnmergeAsync(identity, by);
        if (outcome.Incident is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        return outcome.NewIncidentId is null
            ? Problems.Conflict(
                $"The alert {identity} cannot be taken out: it is not part of incident {incidentId}, or is all that it consists of.", "not_merged")
            : TypedResults.Ok(await IncidentEndpoints.DetailAsync(incident, incidents.Queries));
    }

    private static async Task<IResult> Run(
        string incidentId, Caller caller, string? actor, IncidentLocator incidents,
        Func<IIncidentGrain, string, Task<Incident?>> command, (string Field, string? Text, int Min, int Max) rule = default)
    {
        if (rule.Field is not null && rule.Text is { } text && (text.Length > rule.Max || text.Trim().Length < rule.Min))
            return Problems.Unprocessable("body", rule.Field, $"Must be {rule.Min} to {rule.Max} characters long.");
        if (ActorField.Refusal(actor) is { } refusal) return refusal;
        if (await incidents.GrainAsync(caller, incidentId) is not { } grain) return IncidentEndpoints.NotFound(incidentId);
        var (by, problem) = await incidents.People.FindAsync(grain, caller, "actor", string.IsNullOrWhiteSpace(actor) ? caller.Name : actor);
        if (problem is not null) return problem;
        if (by != caller.Name) ActedVia.Set(caller.Name);
        return await command(grain, by) is { } incident
            ? TypedResults.Ok(await IncidentEndpoints.DetailAsync(incident, incidents.Queries))
            : IncidentEndpoints.NotFound(incidentId);
    }
}
