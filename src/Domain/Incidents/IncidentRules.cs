using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>What people do to an incident. Every rule is idempotent: said twice, it changes nothing and writes nothing.</summary>
public static class IncidentRules
{
    /// <summary>Acknowledging a resolved incident changes nothing: the work is done.</summary>
    /// <param name="incident">What is acknowledged.</param>
    /// <param name="actor">Who has it from now on.</param>
    /// <param name="note">Said with it.</param>
    /// <param name="human">A person answered.</param>
    /// <param name="now">When.</param>
    /// <param name="via">How, where that tells something: <c>link</c>.</param>
    public static IncidentChange Acknowledge(
        Incident incident, string actor, string? note, bool human, DateTimeOffset now, string? via = null) =>
        incident.Phase is not IncidentPhase.Open
            ? IncidentChange.None(incident)
            : Changed(
                incident with
                {
                    Phase = IncidentPhase.Acknowledged,
                    AcknowledgedAt = now,
                    AcknowledgedBy = actor,
                    FirstResponseAt = incident.FirstResponseAt ?? (human ? now : null),
                },
                EventTypes.IncidentAcknowledged, actor, now, ("note", note), ("via", via));

    /// <summary>Given back in the vendor's product: open again, and nobody has it.</summary>
    public static IncidentChange Unacknowledge(Incident incident, string actor, DateTimeOffset now) =>
        incident.Phase is not IncidentPhase.Acknowledged
            ? IncidentChange.None(incident)
            : Changed(
                incident with { Phase = IncidentPhase.Open, AcknowledgedAt = null, AcknowledgedBy = null },
                EventTypes.IncidentUnacknowledged, actor, now);

    /// <summary>Acknowledged long ago, and still not over: open again, and nobody has it.</summary>
    public static IncidentChange ExpireAcknowledgement(Incident incident, DateTimeOffset now) =>
        incident.Phase is not IncidentPhase.Acknowledged
            ? IncidentChange.None(incident)
            : Changed(
                incident with { Phase = IncidentPhase.Open, AcknowledgedAt = null, AcknowledgedBy = null },
                EventTypes.AckExpired, "system", now, ("acknowledged_by", incident.AcknowledgedBy), ("acknowledged_at", incident.AcknowledgedAt));

    /// <summary>
    /// Resolving twice keeps the first time: durations must not drift when a webhook is retried. The alerts keep what their source last said,
    /// so that a reopened incident knows what still fires.
    /// </summary>
    public static IncidentChange Resolve(Incident incident, string actor, string? resolution, bool human, DateTimeOffset at, DateTimeOffset now)
    {
        if (incident.Phase is IncidentPhase.Resolved) return IncidentChange.None(incident);
        var resolvedAt = at < incident.CreatedAt ? incident.CreatedAt : at > now ? now : at;
        return Changed(
            incident with
            {
                Phase = IncidentPhase.Resolved,
                ResolvedAt = resolvedAt,
                ResolvedBy = actor,
                ResolvedByHuman = human,
                Resolution = resolution ?? incident.Resolution,
                SnoozedUntil = null,
            },
            EventTypes.IncidentResolved, actor, now, ("resolution", resolution), ("resolved_at", resolvedAt));
    }

    /// <summary>The same incident again; who acknowledged the earlier episode does not count for this one.</summary>
    public static IncidentChange Reopen(Incident incident, string actor, string? reason, DateTimeOffset now) =>
        incident.Phase is not IncidentPhase.Resolved
            ? IncidentChange.None(incident)
            : Changed(
                incident with
                {
                    Phase = IncidentPhase.Open,
                    ResolvedAt = null,
                    ResolvedBy = null,
                    ResolvedByHuman = false,
                    AcknowledgedAt = null,
                    AcknowledgedBy = null,
                    ReopenCount = incident.ReopenCount + 1,
                },
                EventTypes.IncidentReopened, actor, now, ("reason", reason), ("reopen_count", incident.ReopenCount + 1));

    /// <summary>A note by a person is a response. An equal note right after itself is the same request sent twice.</summary>
    public static IncidentChange AddNote(Incident incident, string text, string actor, bool human, DateTimeOffset now) =>
        incident.LastNote == Signed(text, actor)
            ? IncidentChange.None(incident)
            : Changed(
                incident with { LastNote = Signed(text, actor), FirstResponseAt = incident.FirstResponseAt ?? (human ? now : null) },
                EventTypes.NoteAdded, actor, now, ("text", text));

    /// <summary>The sender calls the state by a word that nobody knows: people read it, and nothing ends.</summary>
    public static IncidentChange NoteUnknownState(Incident incident, string? word, DateTimeOffset now) => word is null
        ? IncidentChange.None(incident)
        : AddNote(incident, $"The sender's state \"{word}\" is not known; the alert counts as firing.", "system", human: false, now);

    public static IncidentChange Assign(Incident incident, string to, string actor, DateTimeOffset now) =>
        incident.AssignedTo == to
            ? IncidentChange.None(incident)
            : Changed(incident with { AssignedTo = to }, EventTypes.IncidentAssigned, actor, now, ("to", to), ("from", incident.AssignedTo));

    /// <summary>
    /// Quiet until a time. A resolved incident has nothing to be quiet about; ends less than a minute apart are one request that was sent twice.
    /// </summary>
    public static IncidentChange Snooze(Incident incident, DateTimeOffset until, string actor, DateTimeOffset now) =>
        incident.Phase is IncidentPhase.Resolved || (incident.SnoozedUntil - until)?.Duration() < TimeSpan.FromMinutes(1)
            ? IncidentChange.None(incident)
            : Changed(incident with { SnoozedUntil = until }, EventTypes.IncidentSnoozed, actor, now, ("until", until));

    /// <summary>The quiet is over, if its time has come.</summary>
    public static IncidentChange EndSnooze(Incident incident, long? lateBy, DateTimeOffset now) =>
        incident.SnoozedUntil is not { } until || until > now
            ? IncidentChange.None(incident)
            : Changed(incident with { SnoozedUntil = null }, EventTypes.SnoozeEnded, "system", now, ("until", until), ("late_by_seconds", lateBy));

    /// <summary>A sender's severity raises and never lowers; the first named one replaces the default.</summary>
    public static IncidentChange RaiseSeverity(Incident incident, Severity? severity, string actor, DateTimeOffset now)
    {
        if (severity is not { } named || named <= incident.Severity && !incident.SeverityDefaulted) return IncidentChange.None(incident);
        if (named <= incident.Severity) return new(incident with { SeverityDefaulted = false }, []);
        return Changed(
            incident with { Severity = named, SeverityDefaulted = false },
            EventTypes.SeverityRaised, actor, now, ("from", incident.Severity.Name()), ("to", named.Name()));
    }

    /// <summary>A person changed the priority in the vendor's product: that is a decision, so it may lower too.</summary>
    public static IncidentChange SetSeverity(Incident incident, Severity? severity, string actor, DateTimeOffset now) =>
        severity is not { } named || named == incident.Severity
            ? IncidentChange.None(incident)
            : Changed(
                incident with { Severity = named, SeverityDefaulted = false },
                EventTypes.SeverityChanged, actor, now, ("from", incident.Severity.Name()), ("to", named.Name()));

    /// <summary>A person changed something in the vendor's product: its severity, or a sentence for the timeline.</summary>
    public static IncidentChange Update(Incident incident, AlertSignal signal, string actor, DateTimeOffset now)
    {
        var change = SetSeverity(incident, signal.Severity, actor, now).Then(i => new(IncidentBirth.Enrich(i, signal), []));
        return signal.Note is null
            ? change
            : change.Then(i => Changed(i, EventTypes.IncidentUpdated, actor, now, ("event", signal.EventType), ("note", signal.Note)));
    }

    public static IncidentChange StartFlapping(Incident incident, string identity, DateTimeOffset now) =>
        Changed(incident with { Flapping = true }, EventTypes.FlappingStarted, "system", now, ("identity", identity));

    /// <param name="others">True when another of the incident's alerts still flaps, so that the incident does.</param>
    public static IncidentChange EndFlapping(Incident incident, string identity, DateTimeOffset now, bool others = false, long? lateBy = null) =>
        Changed(
        incident with { Flapping = incident.Flapping && others }, EventTypes.FlappingEnded, "system", now, ("identity", identity),
            ("late_by_seconds", lateBy));

    private static string Signed(string text, string actor) => $"{actor}: {text}";

    internal static IncidentChange Changed(
        Incident next, string type, string actor, DateTimeOffset now, params ReadOnlySpan<(string, object?)> payload) =>
        new(next, [new TimelineEvent(type, actor, now, EventPayload.Of(payload))]);
}
