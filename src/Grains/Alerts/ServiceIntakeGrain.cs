using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace AiSre.Grains.Alerts;

/// <summary>
/// The door of one service. Re-entrant: while one call waits for the disk the next ones decide, and what they decide folds into the same commit.
/// Its memory is a copy of the <c>alerts</c> table; every write is conditional on the row's version, so a stale copy is found out and read again.
/// </summary>
[GrainType("service-intake"), Reentrant, RandomPlacement]
public sealed class ServiceIntakeGrain : Grain, IServiceIntakeGrain
{
    private readonly AlertMemory memory = new();
    private readonly SignalAnswers answers = new();
    private readonly AlertRecall recall;
    private readonly RepeatCounter counter;
    private readonly SignalHandler handler;
    private readonly SpoolReplay replay;
    private readonly ISpool spool;
    private readonly string workspace;
    private readonly TimeProvider clock;

    public ServiceIntakeGrain(
        ILedger ledger, IAlertIndex index, ISpool spool, IDefinitions definitions, ISilences silences, TimeProvider clock, DedupOptions options,
        UnroutedLog unrouted, AlarmBell bell, DiagnosisOptions diagnosis, ILogger<ServiceIntakeGrain> log)
    {
        (this.spool, this.clock) = (spool, clock);
        (workspace, var scope) = GrainKeys.Parse(this.GetPrimaryKeyString());
        var titles = new TitleCache();
        var matcher = new AlertMatcher(memory, clock, options);
        var ends = new EarlyEnds(workspace, scope, GrainFactory, clock);
        recall = new AlertRecall(workspace, scope, memory, index, ends, clock, options);
        counter = new RepeatCounter(workspace, ledger, clock);
        var spooled = new SpooledSignals(workspace, ledger, recall, clock);
        var births = new IncidentBirths(
            workspace, scope, ledger, memory, matcher, definitions, silences, unrouted, bell, diagnosis, GrainFactory, clock, options);
        var incidents = new IncidentCalls(workspace, scope, memory, recall, answers, GrainFactory);
        handler = new SignalHandler(titles, matcher, memory, recall, counter, births, incidents, spooled, ends, answers, clock, options, log);
        replay = new SpoolReplay(spooled, titles);
    }

    public Task<IntakeAnswer> IngestAsync(ImmutableArray<AlertSignal> signals) =>
        spool.HasWaiting(workspace) ? Task.FromResult(IntakeAnswer.Behind) : HandleAsync(signals);

    public Task<IntakeAnswer> ReplayAsync(ImmutableArray<AlertSignal> signals) => replay.ReplayAsync(signals, HandleAsync);

    public Task QueuedAsync()
    {
        spool.Expect(workspace);
        return Task.CompletedTask;
    }

    public Task GroupedAsync(string incidentId)
    {
        answers.Grouped(incidentId);
        return Task.CompletedTask;
    }

    private async Task<IntakeAnswer> HandleAsync(ImmutableArray<AlertSignal> signals)
    {
        if (!recall.IsReady && !await recall.TryBeReadyAsync()) return IntakeAnswer.Unavailable;
        var began = Stopwatch.GetTimestamp();
        var unix = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var results = new SignalResult?[signals.Length];
        var repeats = new PendingRepeats(signals.Length);
        List<int>? others = null;
        for (var i = 0; i < signals.Length; i++)
        {
            if (TryRepeat(signals[i], unix, i, ref repeats, results)) continue;
            (others ??= []).Add(i);
        }
        try
        {
            try
            {
                await (others is null ? repeats.Committed : Task.WhenAll(repeats.Committed, handler.HandleAsync(signals, others, results, began)));
            }
            finally
            {
                ForgetConflicts(repeats, results);
            }
            for (var i = 0; i < signals.Length; i++)
            {
                // The row changed under the repeat: its memory is stale, and the signal is decided again from the row.
                if (results[i] is not null) continue;
                if (memory.Find(IdentityKey.Of(signals[i])!) is { Busy: null } stale) memory.Remove(stale);
                await handler.HandleAsync(signals, [i], results, began);
            }
        }
        catch (LedgerFullException)
        {
            return IntakeAnswer.Full;
        }
        catch (LedgerUnavailableException)
        {
            memory.Clear();
            return Refused(signals, repeats, results);
        }
        return new IntakeAnswer(IntakeRefusal.None, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    /// <summary>The hundredth time the same alert fires: no row, no message, one shared commit.</summary>
    private bool TryRepeat(AlertSignal signal, long now, int i, ref PendingRepeats repeats, SignalResult?[] results)
    {
        if (signal.Kind is not SignalKind.Firing || IdentityKey.Of(signal) is not { } identity) return false;
        if (memory.Find(identity) is not { Busy: null } entry || !RepeatRules.IsPlain(signal, entry.Known)) return false;
        if (counter.Count(entry, signal, Match.ByKey(entry, DedupStrategy.SourceIdentity, identity), now) is not { } repeat) return false;
        repeats.Add(i, repeat);
        results[i] = answers.Of(entry, signal, DedupStrategy.SourceIdentity);
        return true;
    }

    /// <summary>A repeat's answer is written before its commit; where that found a newer row, it is none.</summary>
    private static void ForgetConflicts(PendingRepeats repeats, SignalResult?[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats[i] is { Outcome: not LedgerOutcome.Applied }) results[i] = null;
        }
    }

    /// <summary>The ledger is away: says which signals are durable although their call is not, and which are not.</summary>
    private static IntakeAnswer Refused(ImmutableArray<AlertSignal> signals, PendingRepeats repeats, SignalResult?[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats[i]?.Committed is { IsCompletedSuccessfully: false } failed)
                results[i] = SignalResult.Refused(signals[i], (failed.Exception?.InnerException as LedgerUnavailableException)?.Doubt);
            results[i] ??= SignalResult.Refused(signals[i], null);
        }
        return new IntakeAnswer(IntakeRefusal.Unavailable, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }
}
