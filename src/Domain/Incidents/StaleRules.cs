using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>
/// Some sources send an alert again for as long as it fires. When one has not been sent again for a long time, it is over, and its end got lost
/// (docs/rules/alerts.md).
/// </summary>
public static class StaleRules
{
    /// <summary>Whether silence of this source means anything.</summary>
    public static bool Applies(string source, DedupOptions options) =>
        source is AlertSource.Alertmanager or AlertSource.Prometheus && options.StaleAfter > TimeSpan.Zero;

    /// <summary>
    /// When an alert counts as over if it is not sent again. While the platform was away nobody could: the time starts anew when it is back.
    /// </summary>
    public static DateTimeOffset StaleAt(DateTimeOffset lastSeen, DateTimeOffset? awayUntil, DedupOptions options) =>
        (awayUntil > lastSeen ? awayUntil.Value : lastSeen) + options.StaleAfter;

    /// <summary>One alert is taken to be over; with the last one the incident is.</summary>
    public static IncidentChange Resolve(Incident incident, string identity, DateTimeOffset lastSeen, long? lateBy, DateTimeOffset now) =>
        IncidentRules.Changed(
            incident, EventTypes.AlertStale, "system", now,
            ("identity", identity), ("age_seconds", (long)(now - lastSeen).TotalSeconds), ("late_by_seconds", lateBy))
        .Then(i => AlertLifecycleRules.AlertResolved(i, identity, "system", now, now));

    /// <summary>Alerts that would be over, had the platform not been away.</summary>
    public static IncidentChange Postpone(Incident incident, DateTimeOffset until, DateTimeOffset awayUntil, long? lateBy, DateTimeOffset now) =>
        IncidentRules.Changed(
            incident, EventTypes.StalePostponed, "system", now,
            ("reason", "the platform was away"), ("away_until", awayUntil), ("until", until), ("late_by_seconds", lateBy));
}
