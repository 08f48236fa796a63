using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>
/// What signals do to an incident: those of its alerts, whose rows change in the same transaction, and those of the page that it opened in a vendor's
/// product. Whatever a signal does is committed in one place, with the signal's mark if it comes from the spool.
/// </summary>
internal sealed class IncidentSignalHandler(IncidentWriter writer, IAlertIndex index, TimeProvider clock, DedupOptions options)
{
    public async Task<SignalOutcome> ApplyAsync(AlertSignal signal, AlertRef alert, SignalIntent intent)
    {
        if (writer.Incident is not { } incident) return new SignalOutcome(null, null);
        var now = clock.GetUtcNow();
        return intent switch
        {
            SignalIntent.Join => await JoinAsync(incident, signal, alert, now),
            SignalIntent.Reopen => await ReopenAsync(incident, signal, alert, now),
            SignalIntent.Enrich => await EnrichAsync(incident, signal, alert, now),
            SignalIntent.Hold => await HoldAsync(incident, signal, alert, now),
            _ => await ApplyKindAsync(incident, signal, alert, now),
        };
    }

    /// <summary>What people do in a vendor's product to the page that we opened there. It is not sent back: the vendor knows.</summary>
    public async Task<SignalOutcome> EchoAsync(AlertSignal signal)
    {
        if (writer.Incident is not { } incident) return new SignalOutcome(null, null);
        var now = clock.GetUtcNow();
        var change = EchoRules.Of(incident, signal, now);
        ImmutableArray<AlertChange> alerts = (incident.Phase, change.Incident.Phase) switch
        {
            (not IncidentPhase.Resolved, IncidentPhase.Resolved) => [new AllAlertsEnd(now.ToUnixTimeMilliseconds())],
            (IncidentPhase.Resolved, not IncidentPhase.Resolved) => [new AllAlertsBegin()],
            _ => [],
        };
        var action = change.IsNone ? SignalActions.Unchanged : EchoActionOf(signal.Kind);
        return new(action, await CommitAsync(signal, change, alerts));
    }

    private static string EchoActionOf(SignalKind kind) => kind switch
    {
        SignalKind.Acknowledged => SignalActions.Acknowledged,
        SignalKind.Unacknowledged => SignalActions.Unacknowledged,
        SignalKind.Resolved => SignalActions.Resolved,
        SignalKind.Firing => SignalActions.Reopened,
        SignalKind.Note => SignalActions.Noted,
        _ => SignalActions.Updated,
    };

    private async Task<SignalOutcome> JoinAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        if (incident.Phase is IncidentPhase.Resolved) return new(null, incident);
        var actor = IncidentBirth.ActorOf(signal);
        var change = AlertLifecycleRules.Join(incident, alert.Identity, actor, alert.Strategy ?? "", alert.Score, now)
            .Then(i => IncidentRules.RaiseSeverity(i, signal.Severity, actor, now))
            .Then(i => new(IncidentBirth.Enrich(i, signal), []));
        var row = AlertRow.Of(signal, incident.Workspace, alert.Identity, incident.Id, alert.Scope, alert.ContentHash, change.Incident.Severity, now);
        return new(SignalActions.Deduplicated, await CommitAsync(signal, change, [new AlertJoins(row)]));
    }

    private async Task<SignalOutcome> ReopenAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        var actor = IncidentBirth.ActorOf(signal);
        var change = AlertLifecycleRules.AlertReopened(incident, alert.Identity, actor, alert.Strategy ?? "fires again", now)
            .Then(i => IncidentRules.RaiseSeverity(i, signal.Severity, actor, now))
            .Then(i => MarkFlapping(i, alert, now));
        AlertBegins begins = new(
            alert.Identity, now.ToUnixTimeMilliseconds(), signal.StartsAt?.ToUnixTimeMilliseconds(), EventAt(signal), alert.Flapping);
        return new(SignalActions.Reopened, await CommitAsync(signal, change, [begins], await FlappingAlarmAsync(incident, alert, null)));
    }

    private async Task<SignalOutcome> EnrichAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        // The intake's memory is older than the end: it reads the row and decides anew.
        if (incident.Phase is IncidentPhase.Resolved) return new(null, incident);
        var change = IncidentRules.RaiseSeverity(incident, signal.Severity, IncidentBirth.ActorOf(signal), now)
            .Then(i => new(IncidentBirth.Enrich(i, signal), []))
            .Then(i => IncidentRules.NoteUnknownState(i, signal.UnknownState, now));
        var raised = change.Incident.Severity != incident.Severity;
        return new(SignalActions.Deduplicated, await CommitAsync(signal, change, raised ? [NotesOf(change.Incident, alert, null)] : []));
    }

    /// <summary>
    /// The source says that it is over, and has said so too often: the incident stays open until it has been quiet. Or it fires again in that time.
    /// </summary>
    private async Task<SignalOutcome> HoldAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        var fires = incident.Alerts.Any(known => known.Identity == alert.Identity && known.Firing);
        if (incident.Phase is IncidentPhase.Resolved || !fires) return new(null, incident);
        var off = signal.Kind is SignalKind.Firing;
        var change = MarkFlapping(incident, alert, now)
            .Then(i => off ? IncidentRules.RaiseSeverity(i, signal.Severity, IncidentBirth.ActorOf(signal), now) : IncidentChange.None(i));
        long? held = off ? null : now.ToUnixTimeMilliseconds();
        var notes = NotesOf(change.Incident, alert, EventAt(signal)) with { HeldSince = held };
        var after = await CommitAsync(signal, change, [notes], await FlappingAlarmAsync(incident, alert, held));
        return new(off ? SignalActions.Deduplicated : SignalActions.HeldOpen, after);
    }

    /// <summary>Does what the signal says.</summary>
    private async Task<SignalOutcome> ApplyKindAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        var actor = IncidentBirth.ActorOf(signal);
        var human = signal.Actor is not null;
        var (action, change) = signal.Kind switch
        {
            SignalKind.Resolved => (SignalActions.Resolved, Resolve(incident, signal, alert, actor, now)),
            SignalKind.Acknowledged => (SignalActions.Acknowledged, IncidentRules.Acknowledge(incident, actor, signal.Note, human, now)),
            SignalKind.Unacknowledged => (SignalActions.Unacknowledged, IncidentRules.Unacknowledge(incident, actor, now)),
            SignalKind.Note => (SignalActions.Noted, IncidentRules.AddNote(incident, signal.Note ?? signal.EventType ?? "", actor, human, now)),
            SignalKind.Updated => (SignalActions.Updated, IncidentRules.Update(incident, signal, actor, now)),
            _ => (SignalActions.Unchanged, IncidentChange.None(incident)),
        };
        if (change.IsNone && signal.Kind is not SignalKind.Resolved) return new(SignalActions.Unchanged, await CommitAsync(signal, change));
        AlertChange row = signal.Kind is SignalKind.Resolved
            ? new AlertEnds(alert.Identity, now.ToUnixTimeMilliseconds(), EventAt(signal), alert.Flapping)
            : NotesOf(change.Incident, alert, EventAt(signal));
        return new(action, await CommitAsync(signal, change, [row], await FlappingAlarmAsync(incident, alert, alert.HeldSince)));
    }

    private static IncidentChange Resolve(Incident incident, AlertSignal signal, AlertRef alert, string actor, DateTimeOffset now) =>
        AlertLifecycleRules.AlertResolved(incident, alert.Identity, actor, signal.OccurredAt
            ?? now, now, note: signal.Note).Then(i => MarkFlapping(i, alert, now));

    private static IncidentChange MarkFlapping(Incident incident, AlertRef alert, DateTimeOffset now) => alert.Flapping switch
    {
        { Flapping: true } when !incident.Flapping => IncidentRules.StartFlapping(incident, alert.Identity, now),
        { Flapping: false } when incident.Flapping => IncidentRules.EndFlapping(incident, alert.Identity, now),
        _ => IncidentChange.None(incident),
    };

    /// <summary>The incident's flapping alarm after a transition of one of its alerts; none of them may wait for another's.</summary>
    private async Task<ImmutableArray<AlarmChange>> FlappingAlarmAsync(Incident incident, AlertRef alert, long? heldSince)
    {
        if (alert.Flapping is not { } state || (!state.Flapping && !incident.Flapping)) return [];
        var rows = await index.OfIncidentAsync(incident.Workspace, incident.Id);
        var changed = rows.Select(row => row.Identity == alert.Identity ? row with { Flapping = state, HeldSince = heldSince } : row);
        return [IncidentAlarms.SetOrClear(IncidentAlarms.Flapping, IncidentAlarms.NextFlapping(changed, options))];
    }

    /// <summary>Every effect of a signal is committed here, and so is that it had none.</summary>
    private Task<Incident> CommitAsync(
        AlertSignal signal, IncidentChange change, ImmutableArray<AlertChange> alerts = default, ImmutableArray<AlarmChange> alarms = default) =>
        writer.CommitAsync(change, alerts, alarms: alarms, from: signal.Source, mark: SpoolMarks.Of(signal, clock), body: signal.Raw);

    private static AlertNotes NotesOf(Incident incident, AlertRef alert, long? eventAt) =>
        new(alert.Identity, incident.Severity, eventAt, alert.Flapping, alert.HeldSince);

    private static long? EventAt(AlertSignal signal) => signal.OccurredAt?.ToUnixTimeMilliseconds();
}
