using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>How an alert becomes an incident.</summary>
public static class IncidentBirth
{
    /// <summary>The incident, with the two events that every timeline starts with.</summary>
    public static IncidentChange Of(
        AlertSignal signal, string id, string workspace, string identityKey, string? previousIncidentId, DateTimeOffset now)
    {
        var incident = new Incident
        {
            Id = id,
            Workspace = workspace,
            Title = signal.Title.Length > 0 ? signal.Title : signal.Identity ?? "Untitled alert",
            Description = signal.Description,
            Severity = signal.Severity ?? SeverityMap.Default,
            SeverityDefaulted = signal.Severity is null,
            Source = signal.ReportedSource,
            Adapter = signal.Source,
            Subject = signal.Subject,
            CreatedAt = now,
            StartsAt = signal.StartsAt,
            PreviousIncidentId = previousIncidentId,
            Alerts = [new JoinedAlert(identityKey, Firing: true)],
            Links = signal.Links,
            Labels = signal.Labels,
            GroupKey = signal.GroupKey,
            Account = signal.Account,
            Unrecognised = signal.Unrecognised,
        };
        return new(incident, [Received(signal, now), new TimelineEvent(EventTypes.IncidentCreated, "system", now, EventPayload.Of(
            ("title", incident.Title), ("previous_incident_id", previousIncidentId)))]);
    }

    /// <summary>What came in, and what of it the sender or our limits left out.</summary>
    public static TimelineEvent Received(AlertSignal signal, DateTimeOffset now) =>
        new(EventTypes.AlertReceived, ActorOf(signal), now, EventPayload.Of(
        ("source", signal.ReportedSource),
        ("severity", (signal.Severity ?? SeverityMap.Default).Name()),
        ("severity_defaulted", signal.Severity is null ? true : null),
        ("fingerprint", signal.Fingerprint),
        ("spooled", signal.Spooled is null ? null : true),
        ("warnings", signal.Warnings.IsDefaultOrEmpty ? null : signal.Warnings)));

    /// <summary>The name that a sender's signals carry on the timeline.</summary>
    public static string ActorOf(AlertSignal signal) => signal.Actor ?? $"webhook:{signal.ReportedSource}";

    /// <summary>Fills what the incident does not know yet and never overwrites what it does.</summary>
    public static Incident Enrich(Incident incident, AlertSignal signal)
    {
        var subject = incident.Subject.Or(signal.Subject);
        var description = incident.Description.Length > 0 ? incident.Description : signal.Description;
        return subject == incident.Subject && description == incident.Description
            ? incident
            : incident with { Subject = subject, Description = description };
    }
}
