using System.Collections.Immutable;
using AiSre.Domain.Silences;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Silences;

/// <summary>
/// Keeps the silences of a workspace. When one is made, changes, begins or is ended, the incidents that stand open are asked to decide anew: at once,
/// and by an alarm that has committed with the change. When one ends by itself, each incident knows that by an alarm of its own.
/// </summary>
[GrainType(SilencesGrain.Kind), PreferLocalPlacement]
public sealed partial class SilencesGrain(
    [PersistentState("silences", LedgerState.Storage)] IPersistentState<Kept<SilencesState>> store,
    ILedger ledger, IIncidentReads reads, SilenceCache cache, TimeProvider clock, ILogger<SilencesGrain> log)
    : Grain, ISilencesGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "silences";

    /// <summary>Its alarm: incidents must decide anew, because silences have changed.</summary>
    public const string Wake = "wake";

    /// <summary>Its alarm: a silence begins, or one of its windows.</summary>
    public const string Begin = "begin";

    /// <summary>Shorter than whoever calls waits.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    /// <summary>What is marked before the answer to a change; all else is, soon after.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);

    /// <summary>Longer than a silo believes in an older copy: what was born meanwhile by such a one is then marked too.</summary>
    private static readonly TimeSpan CopiesAreRenewed = TimeSpan.FromSeconds(3);

    private SilenceSweep? waking;
    private SilenceSweep? beginning;
    private bool isRead;

    private string Workspace => this.GetPrimaryKeyString();

    private AlarmTarget Target => new(Kind, Workspace, "");

    public async Task<ImmutableArray<Silence>> ListAsync()
    {
        var silences = (await store.ReadAsync())?.Silences ?? [];
        if (!isRead) ReportUnreadable(silences);
        isRead = true;
        return silences;
    }

    public async Task<SilenceOutcome> PutAsync(Silence silence)
    {
        var outcome = await store.RetryOnConflictAsync(() => StoreAsync(silence));
        if (outcome.Silence is not null) await MarkAtOnceAsync();
        return outcome;
    }

    public Task RestoreAsync(ImmutableArray<Silence> silences) => store.RetryOnConflictAsync(async () =>
    {
        var known = await ListAsync();
        var missing = silences.Where(silence => known.All(other => other.Id != silence.Id)).ToList();
        if (missing.Count == 0) return true;
        var began = clock.GetTimestamp();
        ImmutableArray<Silence> after = [.. known.Concat(missing).OrderBy(silence => silence.CreatedAt)];
        await store.CommitAsync(new SilencesState { Silences = after }, new() { Alarms = [BeginAlarm(after, clock.GetUtcNow())] });
        cache.Learn(Workspace, after, began);
        return true;
    });

    public async Task<Silence?> ExpireAsync(string id, string actor)
    {
        var (after, ended) = await store.RetryOnConflictAsync(() => EndAsync(id, actor));
        if (ended) await MarkAtOnceAsync();
        return after;
    }

    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        var (fired, now) = (alarm.Fired(), clock.GetUtcNow());
        var sweep = alarm.Name == Begin ? beginning ??= NewSweep() : waking ??= NewSweep();
        var silences = await ListAsync();
        // Refused where a silence changed again in between: that has an alarm of its own.
        if (!await sweep.TurnAsync(silences, LongestTurn)) await ledger.CommitAsync(Alarms(fired, AlarmSet.At(alarm.Name, now)));
        else if (alarm.Name == Begin && SilenceRules.NextBegin(silences, now) is { } next)
            await ledger.CommitAsync(Alarms(fired, AlarmSet.At(Begin, next)));
        else await ledger.CommitAsync(Alarms(fired));
        return AlarmAnswer.Settled;
    }

    private async Task<SilenceOutcome> StoreAsync(Silence silence)
    {
        var now = clock.GetUtcNow();
        var kept = Kept(await ListAsync(), now);
        var known = kept.FirstOrDefault(other => other.Id == silence.Id);
        if (silence.Id.Length > 0 && known is null) return new(SilenceRefusal.Unknown, null);
        if (known is not null && SilenceRules.StateOf(known, now) is SilenceState.Expired) known = null;
        var others = kept.Where(other => other != known && SilenceRules.StateOf(other, now) is not SilenceState.Expired).ToList();
        if (known is null && others.Count >= SilenceRules.MaxStanding) return new(SilenceRefusal.TooMany, null);
        var steps = SilenceCheck.Steps(silence.Matchers);
        if (steps > 0 && steps + others.Sum(other => SilenceCheck.Steps(other.Matchers)) > SilenceRules.MaxSteps)
            return new(SilenceRefusal.TooLarge, null);

        var after = silence with { Id = known?.Id ?? NewIds.Silence(now), CreatedAt = known?.CreatedAt ?? now, UpdatedAt = now };
        if (known is null) await WriteAsync(kept.Add(after), "silence_created", after);
        else await WriteAsync(kept.Replace(known, after), "silence_changed", after);
        return new SilenceOutcome(SilenceRefusal.None, after);
    }

    private async Task<(Silence? Silence, bool Ended)> EndAsync(string id, string actor)
    {
        var now = clock.GetUtcNow();
        var kept = Kept(await ListAsync(), now);
        if (kept.FirstOrDefault(other => other.Id == id) is not { } known) return (null, false);
        if (SilenceRules.StateOf(known, now) is SilenceState.Expired) return (known, false);
        var after = known with { StartsAt = known.StartsAt < now ? known.StartsAt : now, EndsAt = now, UpdatedAt = now, UpdatedBy = actor };
        await WriteAsync(kept.Replace(known, after), "silence_ended", after);
        return (after, true);
    }

    /// <summary>Whoever changes a silence sees at once what came of it. When that fails the alarm is there.</summary>
    private async Task MarkAtOnceAsync()
    {
        try
        {
            await NewSweep().TurnAsync(await ListAsync(), LongestWait);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            LogMarkedLater(log, Workspace, exception.Message);
        }
    }

    private SilenceSweep NewSweep() => new(Workspace, reads, GrainFactory, clock);

    /// <summary>Of an earlier build, with expressions that are none of Go's: they silence nothing, and somebody believes that they do.</summary>
    private void ReportUnreadable(ImmutableArray<Silence> silences)
    {
        var now = clock.GetUtcNow();
        foreach (var silence in silences.Where(silence => SilenceRules.StateOf(silence, now) is not SilenceState.Expired))
        {
            if (SilenceCheck.Unreadable(silence) is not { } problem) continue;
            SilenceMetrics.CountUnreadable();
            LogUnreadable(log, silence.Id, Workspace, problem);
        }
    }

    private async Task WriteAsync(ImmutableArray<Silence> silences, string action, Silence after)
    {
        var began = clock.GetTimestamp();
        var done = new AuditRecord(after.UpdatedBy ?? after.Author, action, Kind, after.Id, after.UpdatedAt.ToUnixTimeMilliseconds());
        ImmutableArray<AlarmChange> alarms = [AlarmSet.At(Wake, after.UpdatedAt + CopiesAreRenewed), BeginAlarm(silences, after.UpdatedAt)];
        await store.CommitAsync(new SilencesState { Silences = silences }, new() { Alarms = alarms, Audit = [done] });
        cache.Learn(Workspace, silences, began);
        waking?.Restart();
        beginning?.Restart();
    }

    private static AlarmChange BeginAlarm(ImmutableArray<Silence> silences, DateTimeOffset now) =>
        SilenceRules.NextBegin(silences, now) is { } next ? AlarmSet.At(Begin, next) : new AlarmClear(Begin);

    /// <summary>What is stored without what expired too long ago.</summary>
    private static ImmutableArray<Silence> Kept(ImmutableArray<Silence> stored, DateTimeOffset now)
    {
        var expired = stored.Where(silence => SilenceRules.StateOf(silence, now) is SilenceState.Expired).OrderByDescending(EndOf).ToList();
        var dropped = expired.Where((silence, i) => i >= SilenceRules.MaxExpired || EndOf(silence) < now - SilenceRules.KeepExpired).ToHashSet();
        return dropped.Count == 0 ? stored : stored.RemoveAll(dropped.Contains);
    }

    /// <summary>Of an expired one whose schedule has run out, the last that is known of it.</summary>
    private static DateTimeOffset EndOf(Silence silence) =>
        silence.EndsAt
            ?? (silence.Schedule?.EndsOn is { } last ? new DateTimeOffset(last.AddDays(1), TimeOnly.MaxValue, TimeSpan.Zero) : silence.UpdatedAt);

    private FactsEntry Alarms(params ImmutableArray<AlarmChange> alarms) => new(Target) { Facts = new() { Alarms = alarms } };

    [LoggerMessage(Level = LogLevel.Information, Message = "Incidents of {Workspace} are marked a moment later as its silences say: {Reason}")]
    private static partial void LogMarkedLater(ILogger log, string workspace, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The silence {SilenceId} of {Workspace} silences nothing, because it cannot be read: {Problem}")]
    private static partial void LogUnreadable(ILogger log, string silenceId, string workspace, string problem);
}
