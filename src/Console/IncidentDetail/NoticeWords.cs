using AiSre.Console.IncidentDetail.Panels;
using AiSre.Console.IncidentDetail.Words;
using AiSre.Domain.Incidents;
using static AiSre.Console.IncidentDetail.Words.Sentence;

namespace AiSre.Console.IncidentDetail;

/// <summary>What an incident is beside open: each of these changes what is to be done about it.</summary>
internal static class NoticeWords
{
    public static IEnumerable<Notice> Of(ShownIncident shown)
    {
        var incident = shown.Incident;
        if (incident.Phase is IncidentPhase.Resolved) yield return Resolved(incident);
        if (shown.Facts.ParentId is { } parent)
            yield return new("calm", "git-merge", $"It is part of the group of {LinkTo.Incident(parent)}: {Why(shown)}. That one tells for both.");
        if (incident.Silenced is { } mark && mark.Until > shown.Now)
            yield return new("calm", "bell-off", Silenced(mark), mark.Comment);
        if (incident.Phase is not IncidentPhase.Resolved && incident.SnoozedUntil is { } until && until > shown.Now)
            yield return new("calm", "clock", $"Snoozed: nobody is told of it until {until}.");
        if (incident.Flapping)
            yield return new(
                "warn", "activity", $"It opens and closes too often. Nobody is told of each time, and its end is believed when it is calm.");
        if (incident.Unrecognised)
            yield return new(
                "warn", "info",
                $"No reader knew the body that opened it; {Deliveries(incident)} for what is missing here.");
    }

    private static LinkTo Deliveries(Incident incident) => new($"/incidents/{incident.Id}/deliveries", "look at it");

    private static string Why(ShownIncident shown) => ShownNames.Group(shown.Facts.CorrelationReason);

    private static Notice Resolved(Incident incident)
    {
        var who = incident.ResolvedBy is { } by && ShownNames.IsPerson(by) ? Say($" by {new Strong(by)}") : Say($", because its alerts ended");
        var ago = incident.ResolvedAt is { } at ? Say($" {new Elapsed(at)} ago") : null;
        var fires = incident.ResolvedByHuman && incident.Alerts.Any(alert => alert.Firing)
            ? " An alert of it still fires as far as is known; it stays quiet for an hour and then reopens."
            : "";
        return new("ok", "circle-check", $"Resolved{ago}{who}.{fires}", incident.Resolution);
    }

    private static Sentence Silenced(SilenceMark mark)
    {
        var by = new LinkTo($"/silences/{mark.SilenceId}", mark.Maintenance ? "a maintenance window" : "a silence");
        return $"Nobody is told of it until {mark.Until}, by {by}.";
    }
}
