using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>The incident that a merged alert gets when a person takes it out: it knows what the old one knows, and its story begins anew.</summary>
internal static class IncidentSplits
{
    /// <param name="incident">The incident that the alert leaves.</param>
    /// <param name="row">The alert.</param>
    /// <param name="newId">Id of the new incident.</param>
    /// <param name="actor">Who takes it out.</param>
    /// <param name="tells">The workspace has decided whom to tell.</param>
    /// <param name="now">When.</param>
    /// <param name="options">The workspace's settings.</param>
    public static AlertSplit Of(Incident incident, AlertRow row, string newId, string actor, bool tells, DateTimeOffset now, DedupOptions options)
    {
        var firing = row.Status is AlertStatus.Firing;
        var born = incident with
        {
            Id = newId,
            Title = row.Title,
            Phase = firing ? IncidentPhase.Open : IncidentPhase.Resolved,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.FirstSeen),
            ResolvedAt = firing ? null : IncidentAlarms.Instant(row.ResolvedAt) ?? now,
            SnoozedUntil = null,
            Flapping = row.Flapping.Flapping,
            AcknowledgedAt = null,
            AcknowledgedBy = null,
            FirstResponseAt = null,
            Escalation = null,
            Notifications = null,
            Alerts = [new JoinedAlert(row.Identity, firing)],
        };
        var created = new TimelineEvent(
            EventTypes.IncidentCreated, actor, now, EventPayload.Of(("title", row.Title), ("unmerged_from", incident.Id)));
        var alarms = IncidentAlarms.AtBirth(row, born.Severity, tells && firing, now, options);
        return new AlertSplit(row.RowId, born, [created], [.. alarms, .. IncidentAlarms.OfSilence(born)]);
    }
}
