using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>
/// What a vendor says of the page that an incident opened there. Its people answer there as they would here; what is only an echo of our own doing
/// finds the incident as it says already, and changes nothing.
/// </summary>
public static class EchoRules
{
    public static IncidentChange Of(Incident incident, AlertSignal signal, DateTimeOffset now)
    {
        // A delivery is repeated for two days: what was done to an earlier episode is not done to this one.
        if (signal.OccurredAt is { } at && (at < incident.CreatedAt || at < incident.Notifications?.ReopenedAt)) return IncidentChange.None(incident);
        var actor = signal.Actor ?? $"webhook:{signal.ReportedSource}";
        var human = signal.Actor is not null;
        return signal.Kind switch
        {
            SignalKind.Acknowledged => IncidentRules.Acknowledge(incident, actor, signal.Note, human, now),
            SignalKind.Unacknowledged => IncidentRules.Unacknowledge(incident, actor, now),
            SignalKind.Resolved => IncidentRules.Resolve(incident, actor, signal.Note, human, signal.OccurredAt ?? now, now),
            SignalKind.Firing when signal.EventType == "incident.reopened" => IncidentRules.Reopen(incident, actor, signal.EventType, now),
            SignalKind.Note => IncidentRules.AddNote(incident, signal.Note ?? signal.EventType ?? "", actor, human, now),
            // Its severity and service are the vendor's names for what we told it.
            SignalKind.Updated =>
                IncidentRules.Update(incident, signal with { Severity = null, Subject = AlertSubject.None, Description = "" }, actor, now),
            _ => IncidentChange.None(incident),
        };
    }
}
