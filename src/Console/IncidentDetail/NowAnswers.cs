using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail;

/// <summary>Three questions, to be answered in two seconds: what burns, who has it, what happens next.</summary>
internal static class NowAnswers
{
    public static async Task<Upcoming> NextAsync(ShownIncident shown) => new(await shown.NextAsync(), await shown.ComingAsync());

    public static ImmutableArray<Answer> Of(ShownIncident shown, Upcoming upcoming) => [Burns(shown), Has(shown), Next(shown, upcoming)];

    private static Answer Burns(ShownIncident shown)
    {
        var subject = shown.Incident.Subject;
        var what = subject.Service ?? subject.Deployment ?? subject.Node ?? subject.Pod ?? shown.Incident.Source;
        var where = string.Join(", ", new[] { subject.Namespace, subject.Cluster }.OfType<string>());
        var last = shown.Facts.LastSeen is { } seen ? Say($"last fired {new Elapsed(seen)} ago") : Say($"from {shown.Incident.Source}");
        var firing = shown.Alerts.Count(alert => alert.Status is "firing");
        if (where.Length > 0) where += ", ";
        return shown.Incident.Phase is IncidentPhase.Resolved
            ? new("What burned", $"{what}", $"{where}{last}")
            : new("What burns", $"{what}", $"{where}{firing} {(firing == 1 ? "alert fires" : "alerts fire")}, {last}");
    }

    private static Answer Has(ShownIncident shown)
    {
        const string question = "Who has it";
        var incident = shown.Incident;
        var after = incident.AssignedTo is { } assigned && assigned != incident.AcknowledgedBy
            ? Say($"; {new Strong(assigned)} looks after it")
            : null;
        switch (incident.Phase)
        {
            case IncidentPhase.Resolved:
                var by = incident.ResolvedBy is { } person && ShownNames.IsPerson(person) ? Say($"resolved by {person}") : Say($"it ended by itself");
                return new(question, $"Nobody needs to", $"{by}{after}") { Tone = "ok" };
            case IncidentPhase.Acknowledged:
                var since = incident.AcknowledgedAt is { } at ? Say($"acknowledged {new Elapsed(at)} ago") : Say($"acknowledged");
                return new(question, $"{incident.AcknowledgedBy ?? "somebody"}", $"{since}{after}");
            default:
                return incident.AssignedTo is { } to
                    ? new(question, $"{to}", $"was given it, and has not acknowledged; {Told(incident)}") { Tone = "busy" }
                    : new(question, $"Nobody yet", Told(incident)) { Tone = "crit" };
        }
    }

    internal static Sentence Told(Incident incident)
    {
        if (incident.Escalation?.Fired.LastOrDefault(step => StepOutcome.Reached(step.Outcome) && !step.People.IsEmpty) is not { } told)
            return $"nobody has been told yet";
        var were = told.People.Length == 1 ? "was" : "were";
        return $"{ShownNames.People(told.People)} {were} told {new Elapsed(told.FiredAt)} ago by {ShownNames.People(told.Channels)}";
    }

    private static Answer Next(ShownIncident shown, Upcoming upcoming)
    {
        const string question = "What happens next";
        var incident = shown.Incident;
        if (incident.Phase is IncidentPhase.Resolved) return new(question, $"Nothing", $"if it fires again soon, it opens again");
        if (upcoming.Next is not { } next) return new(question, $"Nobody else is told", $"until it is given back or its severity rises");
        return new(question, Says(next), More(next, shown, upcoming.Coming))
        {
            Tone = next.Kind is NextStepKind.PageOfNobody or NextStepKind.Nothing ? "crit" : null,
        };
    }

    /// <summary>Erik is paged in 1:34.</summary>
    private static Sentence Says(NextStep next)
    {
        var first = next.Says.Length > 0 ? char.ToUpperInvariant(next.Says[0]) + next.Says[1..] : "";
        // A person's name is written as it is.
        var says = next.People.Any(person => next.Says.StartsWith(person, StringComparison.Ordinal)) ? next.Says : first;
        var when = next.At is not { } at ? null : next.ByClock ? Say($" {at}") : Say($" {new Remaining(at)}");
        return $"{says}{when}{(next.Then is { } then ? $" {then}" : "")}";
    }

    private static Sentence More(NextStep next, ShownIncident shown, ImmutableArray<ComingStep> coming)
    {
        switch (next.Kind)
        {
            case NextStepKind.ToldByParent when shown.Facts.ParentId is { } parent:
                return $"{LinkTo.Incident(parent)} leads its group";
            case NextStepKind.AckExpires:
                return $"then it is open again, and whoever is on call is told";
            case NextStepKind.Held:
                return HoldRules.Of(shown.Incident, shown.Now) is { } hold ? Say($"{ShownNames.Hold(hold.Why)}") : Say($"it waits");
            case NextStepKind.Nothing
                when shown.Incident.Escalation is { Status: not (EscalationStatus.Cancelled or EscalationStatus.Resolved) } state:
                return $"every level of {new Mono(state.Policy.Name)} has been told";
            case NextStepKind.Nothing:
                return $"no policy pages for {SeverityLook.Word(shown.Incident.Severity).ToLowerInvariant()} incidents of this service";
            // What comes after the first step is known once it has begun.
            default:
                return coming is [_, var after, ..] ? Say($"then {ShownNames.People(after.People)} at {after.DueAt}, unless somebody acknowledges")
                    : coming.IsEmpty ? Say($"unless somebody acknowledges")
                    : Say($"then nobody is left to tell");
        }
    }
}

/// <summary>What happens by itself.</summary>
/// <param name="Next">Null: nothing does.</param>
/// <param name="Coming">Steps of the escalation that are still to come, soonest first.</param>
internal sealed record Upcoming(NextStep? Next, ImmutableArray<ComingStep> Coming);
