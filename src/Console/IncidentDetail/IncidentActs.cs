using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Incidents;
using AiSre.Domain.OnCall;
using AiSre.Grains;
using AiSre.Grains.Incidents;
using AiSre.Grains.OnCall;

namespace AiSre.Console.IncidentDetail;

/// <summary>What people do to an incident. It is said what became of it: somebody else may have been there first.</summary>
internal static class IncidentActs
{
    public static void MapIncidentActs(this ConsoleRoutes routes)
    {
        routes.Act("/incidents/{id}/acknowledge", KeyScope.Respond, Acknowledge);
        routes.Act("/incidents/{id}/unacknowledge", KeyScope.Respond, GiveBack);
        routes.Act("/incidents/{id}/resolve", KeyScope.Respond, Resolve);
        routes.Act("/incidents/{id}/reopen", KeyScope.Respond, Reopen);
        routes.Act("/incidents/{id}/notes", KeyScope.Respond, Note);
        routes.Act("/incidents/{id}/assign", KeyScope.Respond, Assign);
        routes.Act("/incidents/{id}/snooze", KeyScope.Respond, Snooze);
        routes.Act("/incidents/{id}/unmerge", KeyScope.Respond, Unmerge);
    }

    private static Task<IResult> Acknowledge(string id, ConsoleContext context, IGrainFactory grains) => ActAsync(
        id, context, grains, incident => incident.AcknowledgeAsync(context.User.Name, null),
        incident => incident switch
        {
            { Phase: IncidentPhase.Resolved } => context.Refused("It is over already, so there is nothing to acknowledge."),
            { AcknowledgedBy: { } by } when by != context.User.Name =>
                context.Refused($"{by} has it already. Assign it to yourself to take it over."),
            _ => context.Said($"{incident.AcknowledgedBy} has it now. Nobody else is told."),
        });

    private static Task<IResult> GiveBack(string id, ConsoleContext context, IGrainFactory grains) => ActAsync(
        id, context, grains, incident => incident.UnacknowledgeAsync(context.User.Name),
        incident => incident.Phase is IncidentPhase.Open
            ? context.Said("Given back: it is open, and its escalation goes on.")
            : context.Refused("It is over already, so nobody needs to have it."));

    private static Task<IResult> Resolve(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains) =>
        TooLong(form, "resolution") is { } why
        ? Task.FromResult(context.Refused(why))
        : ActAsync(
            id, context, grains, incident => incident.ResolveAsync(context.User.Name, form.Text("resolution")),
            incident => Resolved(incident, context, form));

    private static Task<IResult> Reopen(string id, ConsoleContext context, IGrainFactory grains) => ActAsync(
        id, context, grains, incident => incident.ReopenAsync(context.User.Name),
        incident => incident.Phase is IncidentPhase.Open
            ? context.Said("Reopened: it is open, and its escalation begins anew.")
            : context.Refused($"It was open already, and {incident.AcknowledgedBy} has it."));

    private static Task<IResult> Note(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains) =>
        form.Text("text") is not { } text ? Task.FromResult(context.Refused("No note was written: it was empty."))
        : TooLong(form, "text") is { } why ? Task.FromResult(context.Refused(why))
        : ActAsync(id, context, grains, incident => incident.AddNoteAsync(text, context.User.Name), _ => context.Said("Note added."));

    private static async Task<IResult> Assign(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (form.Text("to") is not { Length: <= IncidentLimits.Assignee } to)
            return context.Refused($"It was given to nobody: name a person or a team, in at most {IncidentLimits.Assignee} characters.");
        var somebody = to == context.User.Name
            ? new NamedSomebody(to, IsKnown: true)
            : await grains.GetGrain<IOnCallQueries>(0).NamedAsync(context.Workspace, to, orTeam: true);
        return somebody.IsKnown
            ? await ActAsync(
                id, context, grains, incident => incident.AssignAsync(somebody.Name, context.User.Name),
                _ => context.Said($"{somebody.Name} looks after it now. That alone pages nobody."))
            : context.Refused($"It was given to nobody. {somebody.Refusal}");
    }

    private static Task<IResult> Snooze(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains) =>
        form.Whole("minutes") is >= 1 and <= IncidentLimits.SnoozeMinutes and var minutes
            ? ActAsync(
                id, context, grains, incident => incident.SnoozeAsync(minutes, context.User.Name),
                incident => incident.SnoozedUntil is { } until
                    ? context.Said($"Nobody is told of it until {context.Look.Brief(until, context.Now)}.")
                    : context.Refused("It is over, so there is nothing to be quiet about."))
            : Task.FromResult(context.Refused("It was not snoozed: from 1 minute to 7 days are possible."));

    private static async Task<IResult> Unmerge(string id, ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (Find(id, context, grains) is not { } grain) return Missing(id, context);
        var outcome = await grain.UnmergeAsync(form.Text("identity") ?? "", context.User.Name);
        if (outcome.Incident is null) return Missing(id, context);
        return outcome.NewIncidentId is { } born
            ? context.Said("The alert is an incident of its own now.", to: context.Link($"/incidents/{born}"))
            : context.Refused("Nothing was taken out: the alert is not part of this incident, or is all that it consists of.");
    }

    internal static IResult Missing(string id, ConsoleContext context) =>
        context.Missing($"There is no incident {id} in the workspace {context.Workspace}.");

    private static async Task<IResult> ActAsync(
        string id, ConsoleContext context, IGrainFactory grains, Func<IIncidentGrain, Task<Incident?>> act, Func<Incident, IResult> answer) =>
        Find(id, context, grains) is { } grain && await act(grain) is { } incident ? answer(incident) : Missing(id, context);

    /// <summary>Who came second is told so: what he wrote is not kept, because the first resolution stays.</summary>
    private static IResult Resolved(Incident incident, ConsoleContext context, ConsoleForm form)
    {
        if (incident.ResolvedBy == context.User.Name) return context.Said("Resolved.");
        var by = incident.ResolvedBy is { } who && ShownNames.IsPerson(who) ? $"{who} had resolved it already." : "It was over already.";
        return form.Text("resolution") is null ? context.Said(by) : context.Refused($"{by} What you wrote is not kept: write it as a note.");
    }

    private static IIncidentGrain? Find(string id, ConsoleContext context, IGrainFactory grains) =>
        GrainKeys.IsIncidentId(id) ? grains.GetGrain<IIncidentGrain>(GrainKeys.Incident(context.Workspace, id)) : null;

    private static string? TooLong(ConsoleForm form, string field) => form.Text(field)?.Length > IncidentLimits.Note
        ? FormattableString.Invariant($"Nothing was written: at most {IncidentLimits.Note:N0} characters are possible.")
        : null;
}
