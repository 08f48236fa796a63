using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Alerts;

/// <summary>Everything that is more than a plain repeat. An alert that is being born or changed is busy: later signals of it wait and decide anew.</summary>
public sealed partial class ServiceIntakeGrain
{
    private const int MaxAttempts = 5;

    private async Task HandleAsync(AlertSignal signal, int i, SignalResult?[] results, long began)
    {
        try
        {
            results[i] = signal.Kind is SignalKind.Ignored ? Nothing(signal, SignalActions.Ignored) : await HandleAsync(signal, began);
        }
        catch (LedgerUnavailableException exception)
        {
            results[i] = SignalResult.Refused(signal, exception.Doubt);
            throw;
        }
    }

    private async Task<SignalResult> HandleAsync(AlertSignal signal, long began)
    {
        if (await EchoedAsync(signal) is { } echoed) return echoed;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await TryHandleAsync(signal, began) is { } result) return result;
        }
        LogContended(log, signal.Source, signal.Identity ?? "");
        throw new LedgerUnavailableException($"The alert {signal.Identity} is changing too fast; send it again.");
    }

    /// <summary>
    /// What PagerDuty says of an incident that we opened there. Taken for an incident of PagerDuty's own it would open one here, which would open one there.
    /// Null for all others.
    /// </summary>
    private async Task<SignalResult?> EchoedAsync(AlertSignal signal)
    {
        if (signal.Source is not AlertSource.PagerDuty || PageKey.Parse(signal.AlternateIdentity) is not { } page || page.Workspace != workspace) return null;
        var outcome = await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, page.IncidentId)).EchoAsync(signal);
        return outcome.Action is not { } action ? null : new SignalResult
        {
            Fingerprint = signal.Fingerprint ?? signal.Identity,
            IncidentId = page.IncidentId,
            Deduplicated = true,
            Strategy = DedupStrategy.SourceIdentity,
            Action = action,
        };
    }

    /// <summary>One attempt; null when the row turned out to be newer than memory.</summary>
    private async Task<SignalResult?> TryHandleAsync(AlertSignal signal, long began)
    {
        var text = SignalText.Of(signal, titles);
        var found = Find(signal, text);
        for (var asked = false; found.Entry?.Busy is not null || (!found.ByIdentity && !asked); found = Find(signal, text))
        {
            // The ledger is asked before texts decide: an alert that memory forgot must not be taken for one that reads alike.
            asked = found.Entry?.Busy is null;
            await (found.Entry?.Busy is { } busy ? busy.Task : RecallAsync(text));
        }
        if (found.Entry is not null && GrainCalls.IsGivenUp(began)) throw new LedgerUnavailableException("The alert changed while this signal waited; send it again.");
        return signal.Kind is SignalKind.Firing ? await FiringAsync(signal, text, found) : await OtherAsync(signal, found);
    }

    private async Task<SignalResult?> FiringAsync(AlertSignal signal, SignalText text, Match found)
    {
        if (found.Entry is not { } entry) return await BornAsync(signal, text, null);
        if (IsStale(entry.Row, signal)) return Repeated(entry, signal, found.Strategy, SignalActions.IgnoredStale);
        if (entry.Row.Status is AlertStatus.Resolved) return await AgainAsync(signal, text, entry, found);
        if (text.Identity != entry.Row.Identity && text.Identity != entry.Row.Alternate && !found.ByIdentity && signal.Identity is not null)
            return await JoinAsync(signal, text, entry, found);
        if (entry.Row.HeldSince is not null) return await HeldAsync(signal, text, entry);
        if (!IsPlainRepeat(entry, signal)) return await ChangeAndCountAsync(signal, text, entry, SignalIntent.Enrich, Ref(entry));
        return await RepeatAsync(signal, entry, found);
    }

    private async Task<SignalResult?> RepeatAsync(AlertSignal signal, AlertEntry entry, Match found, string eventType = EventTypes.AlertDeduplicated, string action = SignalActions.Deduplicated)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var repeat = Count(entry, signal, found.Strategy, found.Key, found.Score, now, eventType) ?? throw new LedgerFullException();
        await repeat.Committed;
        if (repeat.Outcome is LedgerOutcome.Applied) return Repeated(entry, signal, found.Strategy, action);
        memory.Remove(entry);
        return null;
    }

    /// <summary>Fires although it is resolved: the same incident again, a new one, or an episode that a person has closed (semantics 5.6).</summary>
    private async Task<SignalResult?> AgainAsync(AlertSignal signal, SignalText text, AlertEntry entry, Match found)
    {
        var now = clock.GetUtcNow();
        var resolved = new ResolvedAlert(DateTimeOffset.FromUnixTimeMilliseconds(entry.Row.ResolvedAt ?? entry.LastSeen), entry.Row.ResolvedByHuman);
        switch (ReopenRules.Decide(resolved, signal.StartsAt, now, options))
        {
            case ReopenDecision.SuppressAfterManualResolve:
                return await RepeatAsync(signal, entry, found, EventTypes.AlertAfterManualResolve, SignalActions.Suppressed);
            case ReopenDecision.NewIncident when !await StandsAsync(entry):
                return await BornAsync(signal, text, entry);
            default:
                if (entry.Busy is not null) return null;
                var flapping = FlappingRules.OnTransition(entry.Row.Flapping, now, options);
                return await ChangeAsync(signal, entry, SignalIntent.Reopen, Ref(entry, "fires again", flapping: flapping), found.Strategy);
        }
    }

    /// <summary>Its incident is not over: a person opened it again, or another of its alerts still fires.</summary>
    private async Task<bool> StandsAsync(AlertEntry entry) =>
        await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, entry.Row.IncidentId)).GetAsync() is { Phase: not IncidentPhase.Resolved };

    private Task<SignalResult?> JoinAsync(AlertSignal signal, SignalText text, AlertEntry entry, Match found) =>
        ChangeAsync(signal, entry, SignalIntent.Join, Ref(entry, found.Strategy, found.Score) with { Identity = text.Identity, ContentHash = text.Hash }, found.Strategy);

    /// <summary>A repeat that says more than it is one: its news go to the incident, and then it is counted like any other.</summary>
    private async Task<SignalResult?> ChangeAndCountAsync(AlertSignal signal, SignalText text, AlertEntry entry, SignalIntent intent, AlertRef alert)
    {
        if (await ChangeAsync(signal, entry, intent, alert, DedupStrategy.SourceIdentity) is null) return null;
        var again = Find(signal, text);
        return again.Entry is { Busy: null, Row: { Status: AlertStatus.Firing, HeldSince: null } } known ? await RepeatAsync(signal, known, again) : null;
    }

    /// <summary>It fires while its end is held back: the end is off.</summary>
    private Task<SignalResult?> HeldAsync(AlertSignal signal, SignalText text, AlertEntry entry) => ChangeAndCountAsync(
        signal, text, entry, SignalIntent.Hold, Ref(entry, flapping: FlappingRules.OnTransition(entry.Row.Flapping, clock.GetUtcNow(), options)));

    private async Task<SignalResult?> OtherAsync(AlertSignal signal, Match found)
    {
        var resolving = signal.Kind is SignalKind.Resolved;
        if (found.Entry is not { } entry) return Nothing(signal, resolving ? SignalActions.IgnoredUnknownResolve : SignalActions.IgnoredUnknown);
        if (IsStale(entry.Row, signal)) return Repeated(entry, signal, found.Strategy, SignalActions.IgnoredStale);
        if (!resolving) return await ChangeAsync(signal, entry, SignalIntent.AsSignalled, Ref(entry), found.Strategy);
        if (entry.Row is { Status: AlertStatus.Resolved, ResolvedByHuman: false } or { HeldSince: not null })
            return Repeated(entry, signal, found.Strategy, SignalActions.Unchanged);

        var now = clock.GetUtcNow();
        var flapping = FlappingRules.OnTransition(entry.Row.Flapping, now, options);
        var held = FlappingRules.HoldsOpen(flapping, now, now, options);
        var result = await ChangeAsync(signal, entry, held ? SignalIntent.Hold : SignalIntent.AsSignalled, Ref(entry, flapping: flapping), found.Strategy);
        if (!held && signal.Identity is null && result is not null) await EndExpiredAsync(signal, entry);
        return result;
    }

    /// <summary>An alert known by its content only may have left older incidents behind, whose window had passed: they are over too.</summary>
    private async Task EndExpiredAsync(AlertSignal signal, AlertEntry entry)
    {
        foreach (var row in await index.ExpiredAsync(workspace, entry.Row.Identity))
        {
            var incident = GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, row.IncidentId));
            await incident.ApplyAsync(signal, Ref(new AlertEntry(row)), SignalIntent.AsSignalled);
        }
    }

    /// <summary>Hands the signal to its incident and reads the row again, because the incident has changed it.</summary>
    private async Task<SignalResult?> ChangeAsync(AlertSignal signal, AlertEntry entry, SignalIntent intent, AlertRef alert, string strategy)
    {
        entry.Busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var outcome = await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, entry.Row.IncidentId)).ApplyAsync(signal, alert, intent);
            if (outcome.Action is null || outcome.Incident is not { } incident) return null;
            await ReloadAsync(alert.Identity, incident, entry);
            return Repeated(entry, signal, strategy, outcome.Action);
        }
        finally
        {
            memory.Remove(entry);
            entry.Busy.SetResult();
        }
    }

    private async Task ReloadAsync(string identity, Incident incident, AlertEntry before)
    {
        if (await index.FindAsync(workspace, identity, null) is not { } row) return;
        memory.Add(new AlertEntry(row)
        {
            GroupId = before.GroupId,
            Subject = incident.Subject,
            Described = incident.Description.Length > 0,
            Features = MatchableFeatures(row),
            NextEventAt = before.NextEventAt,
            RepeatsSinceEvent = before.RepeatsSinceEvent,
        });
    }

    private AlertRef Ref(AlertEntry entry, string? strategy = null, double? score = null, FlappingState? flapping = null) => new()
    {
        Identity = entry.Row.Identity,
        ContentHash = entry.Row.ContentHash,
        Scope = scope,
        Strategy = strategy,
        Score = score,
        Flapping = flapping,
        HeldSince = flapping is null ? entry.Row.HeldSince : null,
    };

    private static SignalResult Nothing(AlertSignal signal, string action) => new() { Fingerprint = signal.Fingerprint ?? signal.Identity, Action = action };

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert {Identity} of {Source} changed under {MaxAttempts} attempts to apply a signal.")]
    private static partial void LogContended(ILogger log, string source, string identity, int maxAttempts = MaxAttempts);
}
