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
    private readonly IntakeRepeats plain;
    private readonly PlainRepeats desk;
    private readonly SignalHandler handler;
    private readonly SpoolReplay replay;
    private readonly IncidentBirths births;
    private readonly ISpool spool;
    private readonly string workspace;
    private readonly TimeProvider clock;

    public ServiceIntakeGrain(
        ILedger ledger, IAlertIndex index, ISpool spool, IDefinitions definitions, ISilences silences, TimeProvider clock, DedupOptions options,
        UnroutedLog unrouted, AlarmBell bell, DiagnosisOptions diagnosis, PlainRepeats desk, ILogger<ServiceIntakeGrain> log)
    {
        (this.spool, this.clock, this.desk) = (spool, clock, desk);
        (workspace, var scope) = GrainKeys.Parse(this.GetPrimaryKeyString());
        var titles = new TitleCache();
        var matcher = new AlertMatcher(memory, clock, options);
        var ends = new EarlyEnds(workspace, scope, GrainFactory, clock);
        recall = new AlertRecall(workspace, scope, memory, index, ends, clock, options);
        var counter = new RepeatCounter(workspace, ledger, clock);
        plain = new IntakeRepeats(memory, counter, answers);
        var spooled = new SpooledSignals(workspace, ledger, recall, clock);
        births = new IncidentBirths(
            workspace, scope, ledger, memory, matcher, definitions, silences, unrouted, bell, diagnosis, GrainFactory, clock, options);
        var incidents = new IncidentCalls(workspace, scope, memory, recall, answers, GrainFactory);
        handler = new SignalHandler(titles, matcher, memory, recall, counter, births, incidents, spooled, ends, answers, clock, options, log);
        replay = new SpoolReplay(spooled, titles);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        desk.Join(this.GetPrimaryKeyString(), plain);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        desk.Leave(this.GetPrimaryKeyString(), plain);
        return Task.CompletedTask;
    }

    public Task<IntakeAnswer> IngestAsync(ImmutableArray<AlertSignal> signals) =>
        spool.HasWaiting(workspace) ? Task.FromResult(IntakeAnswer.Behind) : HandleAsync(signals);

    public Task<IntakeAnswer> ReplayAsync(ImmutableArray<AlertSignal> signals) => replay.ReplayAsync(signals, HandleAsync);

    public Task QueuedAsync()
    {
        spool.Expect(workspace);
        return Task.CompletedTask;
    }

    public Task StoredAsync(string incidentId) => births.StoredAsync(incidentId);

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
        if (memory.IsDoubtful) memory.Clear();
        var results = new SignalResult?[signals.Length];
        var repeats = new PendingRepeats(results);
        List<int>? others = null;
        for (var i = 0; i < signals.Length; i++)
        {
            if (TryRepeat(signals[i], unix, i, ref repeats)) continue;
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
                repeats.ForgetConflicts();
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

    private bool TryRepeat(AlertSignal signal, long now, int i, ref PendingRepeats repeats) =>
        signal.Kind is SignalKind.Firing && IdentityKey.Of(signal) is { } identity && memory.Find(identity) is { } entry
        && plain.TryCount(signal, identity, entry, now, i, ref repeats);

    /// <summary>The ledger is away: says which signals are durable although their call is not, and which are not.</summary>
    private static IntakeAnswer Refused(ImmutableArray<AlertSignal> signals, PendingRepeats repeats, SignalResult?[] results)
    {
        repeats.RefuseFailed(signals);
        for (var i = 0; i < results.Length; i++) results[i] ??= SignalResult.Refused(signals[i], null);
        return new IntakeAnswer(IntakeRefusal.Unavailable, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }
}
