using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Alerts;

/// <summary>
/// Decides what a signal means that is more than a plain repeat. An alert that is being born or changed is busy: later signals of it wait and are
/// decided anew.
/// </summary>
internal sealed partial class SignalHandler(
    TitleCache titles, AlertMatcher matcher, AlertMemory memory, AlertRecall recall, RepeatCounter counter, IncidentBirths births,
    IncidentCalls incidents, SpooledSignals spooled, EarlyEnds ends, SignalAnswers answers, TimeProvider clock, DedupOptions options, ILogger log)
{
    private const int MaxAttempts = 5;

    /// <summary>
    /// Decides signals side by side. The ledger is asked once for all that memory does not know: a body of a hundred new alerts is one question.
    /// </summary>
    /// <param name="signals">What came in.</param>
    /// <param name="which">The places of those that are more than a plain repeat.</param>
    /// <param name="results">The call's answers.</param>
    /// <param name="began">When the call came, a timestamp.</param>
    public async Task HandleAsync(ImmutableArray<AlertSignal> signals, List<int> which, SignalResult?[] results, long began)
    {
        var texts = which.ConvertAll(i => SignalText.Of(signals[i], titles));
        var asked = texts.Count > 1;
        if (asked) await recall.RecallAsync(texts);
        var tasks = new Task[texts.Count];
        for (var n = 0; n < tasks.Length; n++) tasks[n] = HandleAsync(signals[which[n]], texts[n], asked, which[n], results, began);
        await Task.WhenAll(tasks);
    }

    /// <summary>Leaves the answer in its place, also when it is that the ledger is away.</summary>
    private async Task HandleAsync(AlertSignal signal, SignalText text, bool asked, int i, SignalResult?[] results, long began)
    {
        try
        {
            results[i] = await HandleAsync(signal, text, asked, began);
        }
        catch (LedgerUnavailableException exception)
        {
            results[i] = SignalResult.Refused(signal, exception.Doubt);
            throw;
        }
    }

    private async Task<SignalResult> HandleAsync(AlertSignal signal, SignalText text, bool asked, long began)
    {
        if (signal.Kind is SignalKind.Ignored) return await NoEffectAsync(signal, SignalActions.Ignored);
        if (await incidents.TryEchoAsync(signal) is { } echoed) return echoed;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await TryHandleAsync(signal, text, asked && attempt == 0, began) is { } result) return result;
        }
        LogContended(log, signal.Source, signal.Identity ?? "");
        throw new LedgerUnavailableException($"The alert {signal.Identity} is changing too fast; send it again.");
    }

    /// <summary>One attempt; null when the row turned out to be newer than memory.</summary>
    private async Task<SignalResult?> TryHandleAsync(AlertSignal signal, SignalText text, bool asked, long began)
    {
        var found = matcher.Find(signal, text);
        for (; found.Entry?.Busy is not null || (!found.ByIdentity && !asked); found = matcher.Find(signal, text))
        {
            // The ledger is asked before texts decide: an alert that memory forgot must not be taken for one that reads alike.
            asked = found.Entry?.Busy is null;
            await (found.Entry?.Busy is { } busy ? busy.Task : recall.RecallAsync(text));
        }
        if (found.Entry is null && text.EarlierOf(signal) is { } earlier)
        {
            found = await FindEarlierAsync(signal, text, earlier);
            if (found.Entry?.Busy is { } busy)
            {
                await busy.Task;
                return null;
            }
        }
        if (found.Entry is not null && GrainCalls.IsGivenUp(began))
            throw new LedgerUnavailableException("The alert changed while this signal waited; send it again.");
        return signal.Kind is SignalKind.Firing ? await FireAsync(signal, text, found) : await ApplyAsync(signal, text, found);
    }

    /// <summary>
    /// An alert without identity that an earlier release has opened, under a key without its place: it stays this alert if its incident names the
    /// same place. What fires is looked for in memory only, which begins with the last half hour.
    /// </summary>
    private async Task<Match> FindEarlierAsync(AlertSignal signal, SignalText text, string earlier)
    {
        if (signal.Kind is not SignalKind.Firing) await recall.RecallAsync(earlier, null);
        if (memory.Find(earlier) is not { Row.Status: AlertStatus.Firing } entry) return Match.None;
        entry.ToldPlace ??= await incidents.PlaceOfAsync(entry);
        if (entry.ToldPlace != ContentHash.PlaceOf(text.Hash)) return Match.None;
        var repeats = signal.Kind is not SignalKind.Firing
            || DedupRules.IsSameContent(entry.ToOpen(signal.Subject.Service), clock.GetUtcNow(), options);
        return repeats ? Match.ByKey(entry, DedupStrategy.ContentHash, earlier) : Match.None;
    }

    private async Task<SignalResult?> FireAsync(AlertSignal signal, SignalText text, Match found)
    {
        if (found.Entry is not { Row.Status: AlertStatus.Firing } && ends.Cover(signal, text))
            return await NoEffectAsync(signal, SignalActions.IgnoredEnded);
        if (found.Entry is not { } entry) return await births.OpenAsync(signal, text, previous: null);
        if (SenderClockRules.IsOvertaken(signal, entry.Row.LastEventAt)) return await NoEffectAsync(signal, entry, found, SignalActions.IgnoredStale);
        if (entry.Row.Status is AlertStatus.Resolved) return await FireAgainAsync(signal, text, entry, found);
        if (text.Identity != entry.Row.Identity && text.Identity != entry.Row.Alternate && !found.ByIdentity && signal.Identity is not null)
            return await JoinAsync(signal, text, entry, found);
        if (entry.Row.HeldSince is not null) return await EndHoldAsync(signal, text, entry);
        if (!RepeatRules.IsPlain(signal, entry.Known))
            return await ChangeAndCountAsync(signal, text, entry, SignalIntent.Enrich, incidents.RefOf(entry.Row));
        return await CountAsync(signal, entry, found);
    }

    private async Task<SignalResult?> CountAsync(
        AlertSignal signal, AlertEntry entry, Match found, string eventType = EventTypes.AlertDeduplicated,
        string action = SignalActions.Deduplicated)
    {
        var repeat = counter.Count(entry, signal, found, clock.GetUtcNow().ToUnixTimeMilliseconds(), eventType) ?? throw new LedgerFullException();
        await repeat.Committed;
        if (repeat.Outcome is LedgerOutcome.Applied) return answers.Of(entry, signal, found.Strategy, action);
        if (repeat.Outcome is LedgerOutcome.Marked) return answers.Of(entry, signal, found.Strategy, SignalActions.Unchanged);
        memory.Remove(entry);
        return null;
    }

    /// <summary>Fires although it is resolved: the same incident again, a new one, or an episode that a person has closed.</summary>
    private async Task<SignalResult?> FireAgainAsync(AlertSignal signal, SignalText text, AlertEntry entry, Match found)
    {
        // An earlier attempt has changed the incident, and the alert has ended since then: that is newer.
        if (await spooled.IsChangeStoredAsync(signal)) return await NoEffectAsync(signal, entry, found, SignalActions.Unchanged);
        var now = clock.GetUtcNow();
        var resolved = new ResolvedAlert(DateTimeOffset.FromUnixTimeMilliseconds(entry.Row.ResolvedAt ?? entry.LastSeen), entry.Row.ResolvedByHuman);
        switch (ReopenRules.Decide(resolved, signal.StartsAt, now, options))
        {
            case ReopenDecision.SuppressAfterManualResolve:
                return await CountAsync(signal, entry, found, EventTypes.AlertAfterManualResolve, SignalActions.Suppressed);
            case ReopenDecision.NewIncident when !await incidents.IsOpenAsync(entry):
                return await births.OpenAsync(signal, text, entry);
            default:
                if (entry.Busy is not null) return null;
                var flapping = FlappingRules.OnTransition(entry.Row.Flapping, now, options);
                var alert = incidents.RefOf(entry.Row, "fires again", flapping: flapping);
                return await incidents.ApplyAsync(signal, entry, SignalIntent.Reopen, alert, found.Strategy);
        }
    }

    /// <summary>Another identity of a problem that has an incident.</summary>
    private Task<SignalResult?> JoinAsync(AlertSignal signal, SignalText text, AlertEntry entry, Match found)
    {
        var alert = incidents.RefOf(entry.Row, found.Strategy, found.Score) with { Identity = text.Identity, ContentHash = text.Hash };
        return incidents.ApplyAsync(signal, entry, SignalIntent.Join, alert, found.Strategy);
    }

    /// <summary>It fires while its end is held back: the end is off.</summary>
    private Task<SignalResult?> EndHoldAsync(AlertSignal signal, SignalText text, AlertEntry entry)
    {
        var flapping = FlappingRules.OnTransition(entry.Row.Flapping, clock.GetUtcNow(), options);
        return ChangeAndCountAsync(signal, text, entry, SignalIntent.Hold, incidents.RefOf(entry.Row, flapping: flapping));
    }

    /// <summary>
    /// A repeat that says more than it is one: its news go to the incident, and then it is counted like any other. Those are two commits, so from the
    /// spool it has two marks; the one that says that nothing is left to do comes with the second.
    /// </summary>
    private async Task<SignalResult?> ChangeAndCountAsync(AlertSignal signal, SignalText text, AlertEntry entry, SignalIntent intent, AlertRef alert)
    {
        var changedBefore = await spooled.IsChangeStoredAsync(signal);
        // Another drain was faster with all of it: what has come since then is newer.
        if (!changedBefore && await spooled.IsDoneAsync(signal))
            return answers.Of(entry, signal, DedupStrategy.SourceIdentity, SignalActions.Unchanged);
        if (!changedBefore)
        {
            // Changed by another signal while the ledger was asked.
            if (entry.Busy is not null) return null;
            if (await incidents.ApplyAsync(SpooledSignals.ChangeOf(signal), entry, intent, alert, DedupStrategy.SourceIdentity) is null) return null;
        }
        var found = matcher.Find(signal, text);
        if (found.Entry is not { Busy: null } current) return null;
        if (current.Row is { Status: AlertStatus.Firing, HeldSince: null }) return await CountAsync(signal, current, found);
        // It has ended since an earlier attempt has changed it: that is newer.
        return changedBefore ? await NoEffectAsync(signal, current, found, SignalActions.Unchanged) : null;
    }

    /// <summary>Everything that does not fire.</summary>
    private async Task<SignalResult?> ApplyAsync(AlertSignal signal, SignalText text, Match found)
    {
        var resolves = signal.Kind is SignalKind.Resolved;
        if (resolves && found.Entry is null or { Row.Status: AlertStatus.Resolved })
            await ends.RememberAsync(signal, text, found.Entry?.Row.LastEventAt ?? found.Entry?.Row.ResolvedAt);
        if (found.Entry is not { } entry)
            return await NoEffectAsync(signal, resolves ? SignalActions.IgnoredUnknownResolve : SignalActions.IgnoredUnknown);
        if (SenderClockRules.IsOvertaken(signal, entry.Row.LastEventAt)) return await NoEffectAsync(signal, entry, found, SignalActions.IgnoredStale);
        if (!resolves) return await incidents.ApplyAsync(signal, entry, SignalIntent.AsSignalled, incidents.RefOf(entry.Row), found.Strategy);
        if (entry.Row is { Status: AlertStatus.Resolved, ResolvedByHuman: false } or { HeldSince: not null })
            return await NoEffectAsync(signal, entry, found, SignalActions.Unchanged);

        var now = clock.GetUtcNow();
        var flapping = FlappingRules.OnTransition(entry.Row.Flapping, now, options);
        var held = FlappingRules.HoldsOpen(flapping, now, now, options);
        var intent = held ? SignalIntent.Hold : SignalIntent.AsSignalled;
        // Before the newest, whose end says that nothing is left to do.
        if (!held && signal.Identity is null) await incidents.ResolveExpiredAsync(signal, entry);
        return await incidents.ApplyAsync(signal, entry, intent, incidents.RefOf(entry.Row, flapping: flapping), found.Strategy);
    }

    private async Task<SignalResult> NoEffectAsync(AlertSignal signal, string action)
    {
        await spooled.CommitWithoutEffectAsync(signal);
        return SignalAnswers.OfNone(signal, action);
    }

    private async Task<SignalResult> NoEffectAsync(AlertSignal signal, AlertEntry entry, Match found, string action)
    {
        await spooled.CommitWithoutEffectAsync(signal);
        return answers.Of(entry, signal, found.Strategy, action);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The alert {Identity} of {Source} changed under {MaxAttempts} attempts to apply a signal.")]
    private static partial void LogContended(ILogger log, string source, string identity, int maxAttempts = MaxAttempts);
}
