namespace AiSre.Domain.Incidents;

/// <summary>What the alerts of an incident do to it: join, end, begin again.</summary>
public static class AlertLifecycleRules
{
    /// <summary>Another identity of the same problem. It must end too before the incident is over.</summary>
    public static IncidentChange Join(Incident incident, string identity, string actor, string strategy, double? score, DateTimeOffset now) =>
        incident.Alerts.Any(alert => alert.Identity == identity && alert.Firing)
            ? IncidentChange.None(incident)
            : IncidentRules.Changed(
                incident with { Alerts = incident.Alerts.RemoveAll(alert => alert.Identity == identity).Add(new(identity, Firing: true)) },
                EventTypes.AlertJoined, actor, now, ("identity", identity), ("strategy", strategy), ("score", score));

    /// <summary>One identity is over; with the last one the incident is resolved.</summary>
    /// <param name="lateBy">By how many seconds this comes too late, when it waited for an alarm.</param>
    public static IncidentChange AlertResolved(
        Incident incident, string identity, string actor, DateTimeOffset at, DateTimeOffset now, long? lateBy = null, string? note = null)
    {
        if (!incident.Alerts.Any(alert => alert.Identity == identity && alert.Firing)) return IncidentChange.None(incident);
        var alerts = incident.Alerts.Select(alert => alert.Identity == identity ? alert with { Firing = false } : alert).ToList();
        var left = alerts.Count(alert => alert.Firing);
        var change = IncidentRules.Changed(
            incident with { Alerts = [.. alerts] }, EventTypes.AlertResolved, actor, now, ("identity", identity), ("still_firing", left),
                ("late_by_seconds", lateBy), ("note", note));
        return left > 0 ? change : change.Then(i => IncidentRules.Resolve(i, actor, null, human: false, at, now));
    }

    /// <summary>It fires again soon after its end: the same incident, not a second page for one problem.</summary>
    public static IncidentChange AlertReopened(Incident incident, string identity, string actor, string reason, DateTimeOffset now) =>
        IncidentRules.Changed(
            incident with { Alerts = incident.Alerts.RemoveAll(alert => alert.Identity == identity).Add(new(identity, Firing: true)) },
            EventTypes.AlertReopened, actor, now, ("identity", identity), ("reason", reason))
        .Then(i => IncidentRules.Reopen(i, actor, reason, now));

    /// <summary>
    /// Takes one identity out, for <c>/unmerge</c>. Null when it is not here, or is all that is here. What is left may be over with that.
    /// </summary>
    public static IncidentChange? Unmerge(Incident incident, string identity, string newIncidentId, string actor, DateTimeOffset now) =>
        incident.Alerts.Length < 2 || incident.Alerts.All(alert => alert.Identity != identity)
            ? null
            : IncidentRules.Changed(
                incident with { Alerts = incident.Alerts.RemoveAll(alert => alert.Identity == identity) },
                EventTypes.AlertUnmerged, actor, now, ("identity", identity), ("new_incident_id", newIncidentId))
            .Then(i => i.Alerts.Any(alert => alert.Firing) ? IncidentChange.None(i) : IncidentRules.Resolve(i, actor, null, human: false, now, now));
}
