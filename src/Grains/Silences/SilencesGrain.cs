using System.Collections.Immutable;
using AiSre.Domain.Silences;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace AiSre.Grains.Silences;

/// <summary>
/// Keeps the silences of a workspace. When one ends before its time or changes, the incidents that are silenced are asked to decide anew: the alarm
/// for that commits with the change.
/// </summary>
[GrainType(SilencesGrain.Kind), PreferLocalPlacement]
public sealed partial class SilencesGrain(
    [PersistentState("silences", LedgerState.Storage)] IPersistentState<Kept<SilencesState>> store,
    ILedger ledger, IIncidentReads reads, SilenceCache cache, TimeProvider clock, ILogger<SilencesGrain> log)
    : Grain, ISilencesGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "silences";

    /// <summary>Its alarm: silenced incidents must decide anew.</summary>
    public const string Wake = "wake";

    private const int PageSize = 256;
    private const int AtOnce = 32;

    /// <summary>Shorter than whoever calls waits.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    /// <summary>The row behind which the next turn of waking goes on. Lost, it starts over: deciding twice is deciding once.</summary>
    private long woken;

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

    public Task<SilenceOutcome> PutAsync(Silence silence) => store.RetryOnConflictAsync(async () =>
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
        else await ReplaceAsync(kept, known, after, "silence_changed");
        return new SilenceOutcome(SilenceRefusal.None, after);
    });

    public Task RestoreAsync(ImmutableArray<Silence> silences) => store.RetryOnConflictAsync(async () =>
    {
        var known = await ListAsync();
        var missing = silences.Where(silence => known.All(other => other.Id != silence.Id)).ToList();
        if (missing.Count == 0) return true;
        var began = clock.GetTimestamp();
        ImmutableArray<Silence> after = [.. known.Concat(missing).OrderBy(silence => silence.CreatedAt)];
        await store.CommitAsync(new SilencesState { Silences = after }, LedgerFacts.None);
        cache.Learn(Workspace, after, began);
        return true;
    });

    public Task<Silence?> ExpireAsync(string id, string actor) => store.RetryOnConflictAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var kept = Kept(await ListAsync(), now);
        if (kept.FirstOrDefault(other => other.Id == id) is not { } known) return null;
        if (SilenceRules.StateOf(known, now) is SilenceState.Expired) return known;
        var after = known with { StartsAt = known.StartsAt < now ? known.StartsAt : now, EndsAt = now, UpdatedAt = now, UpdatedBy = actor };
        await ReplaceAsync(kept, known, after, "silence_ended");
        return after;
    });

    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        var began = clock.GetTimestamp();
        var fired = alarm.Fired();
        while (await reads.SilencedAsync(Workspace, woken, PageSize) is { Count: > 0 } page)
        {
            foreach (var few in page.Chunk(AtOnce)) await Task.WhenAll(few.Select(row => IncidentOf(row.IncidentId).SilencesChangedAsync()));
            woken = page[^1].RowId;
            if (clock.GetElapsedTime(began) < LongestTurn) continue;
            await ledger.CommitAsync(Alarms(fired, new AlarmSet(alarm.Name, clock.GetUtcNow().ToUnixTimeMilliseconds())));
            return AlarmAnswer.Settled;
        }
        // Refused where a silence changed again in between: that has an alarm of its own.
        await ledger.CommitAsync(Alarms(fired));
        woken = 0;
        return AlarmAnswer.Settled;
    }

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

    private async Task ReplaceAsync(ImmutableArray<Silence> kept, Silence known, Silence after, string action)
    {
        await WriteAsync(kept.Replace(known, after), action, after, new AlarmSet(Wake, after.UpdatedAt.ToUnixTimeMilliseconds()));
        woken = 0;
    }

    private async Task WriteAsync(ImmutableArray<Silence> silences, string action, Silence after, params ImmutableArray<AlarmChange> alarms)
    {
        var began = clock.GetTimestamp();
        var done = new AuditRecord(after.UpdatedBy ?? after.Author, action, Kind, after.Id, after.UpdatedAt.ToUnixTimeMilliseconds());
        await store.CommitAsync(new SilencesState { Silences = silences }, new() { Alarms = alarms, Audit = [done] });
        cache.Learn(Workspace, silences, began);
    }

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

    private IIncidentGrain IncidentOf(string id) => GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(Workspace, id));

    private FactsEntry Alarms(params ImmutableArray<AlarmChange> alarms) => new(Target) { Facts = new() { Alarms = alarms } };

    [LoggerMessage(Level = LogLevel.Error, Message = "The silence {SilenceId} of {Workspace} silences nothing, because it cannot be read: {Problem}")]
    private static partial void LogUnreadable(ILogger log, string silenceId, string workspace, string problem);
}
