using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>What people do in a vendor's product to the page that we opened there. It is not sent back: the vendor knows.</summary>
public sealed partial class IncidentGrain
{
    public async Task<SignalOutcome> EchoAsync(AlertSignal signal)
    {
        var outcome = await store.RetryOnConflictAsync(async () =>
        {
            if (store.State.Incident is not { } incident) return new SignalOutcome(null, null);
            var now = clock.GetUtcNow();
            var change = EchoRules.Of(incident, signal, now);
            if (change.IsNone) return new(SignalActions.Unchanged, incident);
            ImmutableArray<AlertChange> alerts = (incident.Phase, change.Incident.Phase) switch
            {
                (not IncidentPhase.Resolved, IncidentPhase.Resolved) => [new AllAlertsEnd(now.ToUnixTimeMilliseconds())],
                (IncidentPhase.Resolved, not IncidentPhase.Resolved) => [new AllAlertsBegin()],
                _ => [],
            };
            return new(ActionOf(signal.Kind), await CommitAsync(change, alerts, from: signal.Source));
        });
        if (outcome.Incident is { } after) TellCorrelator(after);
        return outcome;
    }

    private static string ActionOf(SignalKind kind) => kind switch
    {
        SignalKind.Acknowledged => SignalActions.Acknowledged,
        SignalKind.Unacknowledged => SignalActions.Unacknowledged,
        SignalKind.Resolved => SignalActions.Resolved,
        SignalKind.Firing => SignalActions.Reopened,
        SignalKind.Note => SignalActions.Noted,
        _ => SignalActions.Updated,
    };
}
