using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
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
public sealed partial class ServiceIntakeGrain(
    ILedger ledger, IAlertIndex index, ISpool spool, IDefinitions definitions, ISilences silences, TimeProvider clock, DedupOptions options, ILogger<ServiceIntakeGrain> log) : Grain, IServiceIntakeGrain
{
    private readonly AlertMemory memory = new();
    private readonly TitleCache titles = new();
    private string workspace = "";
    private string scope = "";
    private Task? recalled;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, scope) = GrainKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<IntakeAnswer> IngestAsync(ImmutableArray<AlertSignal> signals) =>
        spool.HasWaiting ? Task.FromResult(IntakeAnswer.Behind) : TakeAsync(signals);

    private async Task<IntakeAnswer> TakeAsync(ImmutableArray<AlertSignal> signals)
    {
        if (recalled is not { IsCompletedSuccessfully: true } && !await TryRecallAsync()) return IntakeAnswer.Unavailable;
        var began = Stopwatch.GetTimestamp();
        var unix = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var results = new SignalResult?[signals.Length];
        var repeats = new PendingRepeats(signals.Length);
        List<Task>? others = null;
        for (var i = 0; i < signals.Length; i++)
        {
            if (TryRepeat(signals[i], unix, i, ref repeats, results)) continue;
            (others ??= []).Add(HandleAsync(signals[i], i, results, began));
        }
        try
        {
            try
            {
                await (others is null ? repeats.Committed : Task.WhenAll([repeats.Committed, .. others]));
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
                await HandleAsync(signals[i], i, results, began);
            }
        }
        catch (LedgerFullException)
        {
            return IntakeAnswer.Full;
        }
        catch (LedgerUnavailableException)
        {
            memory.Clear();
            return Refuse(signals, repeats, results);
        }
        return new IntakeAnswer(IntakeRefusal.None, ImmutableCollectionsMarshal.AsImmutableArray<SignalResult>(results!));
    }

    /// <summary>A repeat's answer is written before its commit; where that found a newer row, it is none.</summary>
    private static void ForgetConflicts(PendingRepeats repeats, SignalResult?[] results)
    {
        for (var i = 0; i < results.Length; i++)
        {
            if (repeats[i] is { Outcome: not LedgerOutcome.Applied }) results[i] = null;
        }
    }

    /// <summary>
    /// Reads what happened before this activation, with the first call and not while it activates: Orleans lets the callers of an activation that
    /// fails wait for 5 s, when all they need is to hear that the ledger is away.
    /// </summary>
    private async Task<bool> TryRecallAsync()
    {
        try
        {
            if (recalled is null or { IsFaulted: true } or { IsCanceled: true }) recalled = RecallTextsAsync();
            await recalled;
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    /// <summary>The hundredth time the same alert fires: no row, no message, one shared commit.</summary>
    private bool TryRepeat(AlertSignal signal, long now, int i, ref PendingRepeats repeats, SignalResult?[] results)
    {
        if (signal.Kind is not SignalKind.Firing || IdentityKey.Of(signal) is not { } identity) return false;
        if (memory.Find(identity) is not { Busy: null } entry || !IsPlainRepeat(entry, signal)) return false;
        if (Count(entry, signal, DedupStrategy.SourceIdentity, identity, null, now) is not { } repeat) return false;
        repeats.Add(i, repeat);
        results[i] = Repeated(entry, signal, DedupStrategy.SourceIdentity);
        return true;
    }

    /// <summary>True when the signal adds nothing but its count.</summary>
    private static bool IsPlainRepeat(AlertEntry entry, AlertSignal signal) =>
        entry.Row is { Status: AlertStatus.Firing, HeldSince: null }
        && !(signal.Severity > entry.Row.Severity)
        && Knows(entry, signal)
        && !IsStale(entry.Row, signal);

    private static bool Knows(AlertEntry entry, AlertSignal signal) =>
        entry.Subject is { } known
        && (entry.Described || signal.Description.Length == 0)
        && (known.Service is not null || signal.Subject.Service is null)
        && (known.Pod is not null || signal.Subject.Pod is null)
        && (known.Namespace is not null || signal.Subject.Namespace is null)
        && (known.Deployment is not null || signal.Subject.Deployment is null)
        && (known.Node is not null || signal.Subject.Node is null)
        && (known.Cluster is not null || signal.Subject.Cluster is null)
        && (known.Container is not null || signal.Subject.Container is null);

    /// <summary>PagerDuty retries an event for 48 hours, so an old one can follow a newer one.</summary>
    private static bool IsStale(AlertRow row, AlertSignal signal) =>
        signal.Source is AlertSource.PagerDuty && signal.OccurredAt is { } at && row.LastEventAt > at.ToUnixTimeMilliseconds();

    /// <summary>Adds one to the row's count with the next commit; null when the ledger is full.</summary>
    private AlertRepeat? Count(AlertEntry entry, AlertSignal signal, string strategy, string key, double? score, long now, string eventType = EventTypes.AlertDeduplicated)
    {
        if (signal.Spooled is { } spooled) now = spooled.At.ToUnixTimeMilliseconds();
        entry.LastSeen = Math.Max(entry.LastSeen, now);
        entry.RepeatsSinceEvent++;
        // What comes from the spool keeps a mark of its own.
        if (signal.Spooled is null && entry.Repeat is { } waiting && waiting.RowVersion == entry.Row.Version && ledger.TryFold(waiting, 1, now)) return waiting;
        var repeat = new AlertRepeat
        {
            Workspace = workspace,
            RowId = entry.Row.RowId,
            RowVersion = entry.Row.Version,
            Count = 1,
            LastSeen = now,
            Facts = FactsOf(EventOf(entry, eventType, strategy, key, score, now), MarkOf(signal)),
        };
        if (ledger.Append(repeat) is null) return null;
        entry.Repeat = repeat;
        return repeat;
    }

    private static LedgerFacts FactsOf(IncidentEvent? e, SpoolMark? mark) =>
        e is null && mark is null ? LedgerFacts.None : new() { Events = e is null ? [] : [e], Mark = mark };

    /// <summary>At most one timeline row a minute and alert, with how many repeats it stands for.</summary>
    private IncidentEvent? EventOf(AlertEntry entry, string type, string strategy, string key, double? score, long now)
    {
        if (now < entry.NextEventAt) return null;
        var payload = EventPayload.Of(("count", entry.RepeatsSinceEvent), ("strategy", strategy), ("key", key), ("score", score));
        entry.NextEventAt = now + 60_000;
        entry.RepeatsSinceEvent = 0;
        return new IncidentEvent(workspace, entry.Row.IncidentId, new TimelineEvent(type, "system", DateTimeOffset.FromUnixTimeMilliseconds(now), payload));
    }

    private SignalResult Repeated(AlertEntry entry, AlertSignal signal, string strategy, string action = SignalActions.Deduplicated) => new()
    {
        Fingerprint = signal.Fingerprint ?? signal.Identity,
        IncidentId = entry.Row.IncidentId,
        Deduplicated = true,
        Strategy = strategy,
        GroupId = GroupOf(entry),
        Action = action,
    };
}
