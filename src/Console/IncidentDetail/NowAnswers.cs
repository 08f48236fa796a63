using System.Collections.Immutable;
using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Console.Parts;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains.Escalation;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail;

/// <summary>Three questions, to be answered in two seconds: what burns, who has it, what happens next.</summary>
internal static class NowAnswers
{
    public static async Task<ImmutableArray<ComingStep>> NextAsync(ShownIncident shown) => shown.Incident.Escalation is { } state
        ? await shown.Grains.GetGrain<IEscalationQueries>(0)
            .ComingAsync(shown.Workspace, ServiceScope.Of(shown.Incident.Subject), shown.Incident.Severity, state)
        : [];

    public static ImmutableArray<Answer> Of(ShownIncident shown, ImmutableArray<ComingStep> coming) => [Burns(shown), Has(shown), Next(shown, coming)];

    private static Answer Burns(ShownIncident shown)
    {
        var subject = shown.Incident.Subject;
        var what = subject.Service ?? subject.Deployment ?? subject.Node ?? subject.Pod ?? shown.Incident.Source;
        var where = string.Join(", ", new[] { subject.Namespace, subject.Cluster }.OfType<string>());
        var last = shown.Facts.LastSeen is { } seen ? Say($"last fired {new Elapsed(seen)} ago") : Say($"from {shown.Incident.Source}");
        var firing = shown.Alerts.Count(alert => alert.Status is "firing");
        return shown.Incident.Phase is IncidentPhase.Resolved
            ? new("What burned", $"{what}", $"{where}{(where.Length > 0 ? ", " : "")}{last}")
            : new("What burns", $"{what}", $"{where}{(where.Length > 0 ? ", " : "")}{firing} {(firing == 1 ? "alert fires" : "alerts fire")}, {last}");
    }

    private static Answer Has(ShownIncident shown)
    {
        const string question = "Who has it";
        var incident = shown.Incident;
        var after = incident.AssignedTo is { } assigned && assigned != incident.AcknowledgedBy ? Say($"; {new Strong(assigned)} looks after it") : null;
        switch (incident.Phase)
        {
            case IncidentPhase.Resolved:
                var by = incident.ResolvedBy is { } person && NameWords.IsPerson(person) ? Say($"resolved by {person}") : Say($"it ended by itself");
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

    private static Sentence Told(Incident incident) =>
        incident.Escalation?.Fired.LastOrDefault(step => StepOutcome.Reached(step.Outcome) && !step.People.IsEmpty) is { } told
            ? Say($"{NameWords.People(told.People)} {(told.People.Length == 1 ? "was" : "were")} told {new Elapsed(told.FiredAt)} ago by {NameWords.People(told.Channels)}")
            : Say($"nobody has been told yet");

    private static Answer Next(ShownIncident shown, ImmutableArray<ComingStep> coming)
    {
        const string question = "What happens next";
        var incident = shown.Incident;
        if (incident.Phase is IncidentPhase.Resolved) return new(question, $"Nothing", $"if it fires again soon, it opens again");
        if (shown.Facts.ParentId is { } parent) return new(question, $"Its group tells", $"{LinkTo.Incident(parent)} leads it");
        if (incident.Phase is IncidentPhase.Acknowledged) return AfterAcknowledgement(question, incident);
        if (HoldRules.Of(incident, shown.Now) is { } hold)
            return hold.Why is "flapping"
                ? new(question, $"Nobody is told", $"until it is calm: {NameWords.Hold(hold.Why)}")
                : new(question, $"Nobody is told for {new Remaining(hold.Until)}", $"until {hold.Until}: {NameWords.Hold(hold.Why)}");
        if (coming.IsEmpty) return Unpaged(question, incident);
        var next = coming[0];
        var then = coming.Length > 1
            ? Say($"then {NameWords.People(coming[1].People)} at {coming[1].DueAt}, unless somebody acknowledges")
            : Say($"then nobody is left to tell");
        var verb = next.People.Length == 1 ? "is" : "are";
        if (next.People.IsEmpty) return new(question, $"Nobody is there in {new Remaining(next.DueAt)}", then) { Tone = "crit" };
        return next.DueAt <= shown.Now
            ? new(question, $"{NameWords.People(next.People)} {verb} told now", then)
            : new(question, $"{NameWords.People(next.People)} {verb} told in {new Remaining(next.DueAt)}", then);
    }

    private static Answer AfterAcknowledgement(string question, Incident incident) =>
        incident is { AcknowledgedAt: { } at, Escalation.Policy.AckTimeoutMinutes: > 0 and var minutes }
            ? new(question, $"It opens again in {new Remaining(at.AddMinutes(minutes))}", $"unless it is over by {at.AddMinutes(minutes)}")
            : new(question, $"Nobody else is told", $"until it is given back or its severity rises");

    private static Answer Unpaged(string question, Incident incident) => incident.Escalation is { } state
        ? new(question, $"Nobody is left to tell", $"every level of {new Mono(state.Policy.Name)} was told, {SpanText.Of(state.Fired.IsEmpty ? TimeSpan.Zero : state.Fired[^1].FiredAt - state.StartedAt)} after the first")
            { Tone = "crit" }
        : new(question, $"Nobody is told", $"no escalation has begun for {SeverityLook.Word(incident.Severity).ToLowerInvariant()} incidents of this service");
}
