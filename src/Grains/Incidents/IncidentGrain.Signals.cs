using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Grains.Incidents;

/// <summary>What the alerts of an incident do to it. The alert's row changes in the same transaction.</summary>
public sealed partial class IncidentGrain
{
    public async Task<SignalOutcome> ApplyAsync(AlertSignal signal, AlertRef alert, SignalIntent intent)
    {
        try
        {
            return await store.RetryOnConflictAsync(() => TryApplyAsync(signal, alert, intent));
        }
        catch (InconsistentStateException)
        {
            // The alert fires elsewhere by now: its intake reads the row again and decides anew.
            return new(null, store.State.Incident);
        }
    }

    private async Task<SignalOutcome> TryApplyAsync(AlertSignal signal, AlertRef alert, SignalIntent intent)
    {
        if (store.State.Incident is not { } incident) return new SignalOutcome(null, null);
        var now = clock.GetUtcNow();
        var outcome = intent switch
        {
            SignalIntent.Join => await JoinAsync(incident, signal, alert, now),
            SignalIntent.Reopen => await BeginAsync(incident, signal, alert, now),
            SignalIntent.Enrich => await EnrichAsync(incident, signal, alert, now),
            SignalIntent.Hold => await HoldAsync(incident, signal, alert, now),
            _ => await DoAsync(incident, signal, alert, now),
        };
        if (outcome.Incident is { } after) TellCorrelator(after);
        return outcome;
    }

    private async Task<SignalOutcome> JoinAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        if (incident.Phase is IncidentPhase.Resolved) return new(null, incident);
        var actor = IncidentBirth.ActorOf(signal);
        var change = AlertLifecycleRules.Join(incident, alert.Identity, actor, alert.Strategy ?? "", alert.Score, now)
            .Then(i => IncidentRules.RaiseSeverity(i, signal.Severity, actor, now))
            .Then(i => new(IncidentBirth.Enrich(i, signal), []));
        var row = AlertRow.Of(signal, incident.Workspace, alert.Identity, incident.Id, alert.Scope, alert.ContentHash, change.Incident.Severity, now);
        return new(SignalActions.Deduplicated, await CommitAsync(change, [new AlertJoins(row)], from: signal.Source));
    }

    private async Task<SignalOutcome> BeginAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        var actor = IncidentBirth.ActorOf(signal);
        var change = AlertLifecycleRules.AlertReopened(incident, alert.Identity, actor, alert.Strategy ?? "fires again", now)
            .Then(i => IncidentRules.RaiseSeverity(i, signal.Severity, actor, now))
            .Then(i => Flap(i, alert, now));
        AlertBegins begins = new(alert.Identity, now.ToUnixTimeMilliseconds(), signal.StartsAt?.ToUnixTimeMilliseconds(), EventAt(signal), alert.Flapping);
        return new(SignalActions.Reopened, await CommitAsync(change, [begins], alarms: await FlappingAlarmAsync(incident, alert, null), from: signal.Source));
    }

    private async Task<SignalOutcome> EnrichAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        // The intake's memory is older than the end: it reads the row and decides anew.
        if (incident.Phase is IncidentPhase.Resolved) return new(null, incident);
        var change = IncidentRules.RaiseSeverity(incident, signal.Severity, IncidentBirth.ActorOf(signal), now)
            .Then(i => new(IncidentBirth.Enrich(i, signal), []));
        var raised = change.Incident.Severity != incident.Severity;
        return new(SignalActions.Deduplicated, await CommitAsync(change, raised ? [Notes(change.Incident, alert, null)] : [], from: signal.Source));
    }

    /// <summary>The source says that it is over, and has said so too often: the incident stays open until it has been quiet (semantics 5.7).</summary>
    private async Task<SignalOutcome> HoldAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        if (incident.Phase is IncidentPhase.Resolved || !incident.Alerts.Any(known => known.Identity == alert.Identity && known.Firing)) return new(null, incident);
        var firing = signal.Kind is SignalKind.Firing;
        var change = Flap(incident, alert, now)
            .Then(i => firing ? IncidentRules.RaiseSeverity(i, signal.Severity, IncidentBirth.ActorOf(signal), now) : IncidentChange.None(i));
        long? held = firing ? null : now.ToUnixTimeMilliseconds();
        var after = await CommitAsync(
            change, [Notes(change.Incident, alert, EventAt(signal)) with { HeldSince = held }], alarms: await FlappingAlarmAsync(incident, alert, held), from: signal.Source);
        return new(firing ? SignalActions.Deduplicated : SignalActions.HeldOpen, after);
    }

    private async Task<SignalOutcome> DoAsync(Incident incident, AlertSignal signal, AlertRef alert, DateTimeOffset now)
    {
        var actor = IncidentBirth.ActorOf(signal);
        var (action, change) = signal.Kind switch
        {
            SignalKind.Resolved => (SignalActions.Resolved, AlertLifecycleRules.AlertResolved(incident, alert.Identity, actor, signal.OccurredAt ?? now, now).Then(i => Flap(i, alert, now))),
            SignalKind.Acknowledged => (SignalActions.Acknowledged, IncidentRules.Acknowledge(incident, actor, signal.Note, signal.Actor is not null, now)),
            SignalKind.Unacknowledged => (SignalActions.Unacknowledged, IncidentRules.Unacknowledge(incident, actor, now)),
            SignalKind.Note => (SignalActions.Noted, IncidentRules.AddNote(incident, signal.Note ?? signal.EventType ?? "", actor, signal.Actor is not null, now)),
            SignalKind.Updated => (SignalActions.Updated, IncidentRules.Update(incident, signal, actor, now)),
            _ => (SignalActions.Unchanged, IncidentChange.None(incident)),
        };
        if (change.IsNone && signal.Kind is not SignalKind.Resolved) return new(SignalActions.Unchanged, incident);
        AlertChange row = signal.Kind is SignalKind.Resolved
            ? new AlertEnds(alert.Identity, now.ToUnixTimeMilliseconds(), EventAt(signal), alert.Flapping)
            : Notes(change.Incident, alert, EventAt(signal));
        return new(action, await CommitAsync(change, [row], alarms: await FlappingAlarmAsync(incident, alert, alert.HeldSince), from: signal.Source));
    }

    private static IncidentChange Flap(Incident incident, AlertRef alert, DateTimeOffset now) => alert.Flapping switch
    {
        { Flapping: true } when !incident.Flapping => IncidentRules.StartFlapping(incident, alert.Identity, now),
        { Flapping: false } when incident.Flapping => IncidentRules.EndFlapping(incident, alert.Identity, now),
        _ => IncidentChange.None(incident),
    };

    private static AlertNotes Notes(Incident incident, AlertRef alert, long? eventAt) => new(alert.Identity, incident.Severity, eventAt, alert.Flapping, alert.HeldSince);

    private static long? EventAt(AlertSignal signal) => signal.OccurredAt?.ToUnixTimeMilliseconds();
}
