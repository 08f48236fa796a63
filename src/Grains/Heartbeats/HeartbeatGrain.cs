using System.Collections.Immutable;
using AiSre.Domain.Alarms;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Alarms;
using AiSre.Grains.Alerts;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Heartbeats;

/// <summary>
/// A beat by an interval is a memory operation: the state is written at most four times in one, and the alarm only moves when it comes. What a crash
/// may cost is accounted for by <see cref="HeartbeatRules.Judge"/>.
/// </summary>
[GrainType(HeartbeatGrain.Kind), PreferLocalPlacement]
public sealed class HeartbeatGrain(
    [PersistentState("heartbeat", LedgerState.Storage)] IPersistentState<Kept<HeartbeatGrainState>> store, SiloStart start, TimeProvider clock)
    : Grain, IHeartbeatGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "heartbeat";

    private const string Missing = "missing";
    private const string Overrun = "overrun";

    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Newer than what is stored; null after an activation.</summary>
    private DateTimeOffset? lastBeat;

    private string workspace = "";
    private string name = "";

    private IHeartbeatNamesGrain Names => GrainFactory.GetGrain<IHeartbeatNamesGrain>(workspace);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        HeartbeatMetrics.Publish();
        (workspace, name) = GrainKeys.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<HeartbeatStatus?> GetAsync() => await store.ReadAsync() is { Settings: not null } state ? Status(state) : null;

    public Task<HeartbeatStatus> DeclareAsync(HeartbeatSettings settings) => store.RetryOnConflictAsync(async () =>
    {
        var state = await store.ReadAsync() ?? new();
        if (state.IsDefined) return Status(state) with { State = HeartbeatState.Defined };
        if (state.Settings is null && !await Names.AddAsync(name)) return new(name, HeartbeatState.Refused, settings, null, null);
        return await PromiseAsync(state, state with { Settings = settings });
    });

    public Task<HeartbeatStatus> DefineAsync(HeartbeatSettings settings) => store.RetryOnConflictAsync(async () =>
    {
        var state = await store.ReadAsync() ?? new();
        if (state.Settings is null) await Names.AddDefinedAsync(name);
        return await PromiseAsync(
            state, state with { Settings = settings, IsDefined = true, Posted = state.IsDefined ? state.Posted : state.Settings });
    });

    public async Task UndefineAsync()
    {
        var goes = await store.RetryOnConflictAsync(async () =>
        {
            if (await store.ReadAsync() is not { IsDefined: true } state) return false;
            if (state.Posted is not { } posted) return true;
            await PromiseAsync(state, state with { Settings = posted, IsDefined = false, Posted = null });
            return false;
        });
        if (goes) await LeaveAsync();
    }

    public Task<HeartbeatStatus?> StartAsync() => store.RetryOnConflictAsync(async () =>
    {
        if (await store.ReadAsync() is not { Settings: not null } state) return null;
        var next = state with { LastBeat = lastBeat ?? state.LastBeat, StartedAt = clock.GetUtcNow() };
        await store.CommitAsync(next, Alarms(EndAlarm(next)));
        return Status(next);
    });

    public Task<HeartbeatStatus?> BeatAsync(HeartbeatRequest request) => store.RetryOnConflictAsync(async () =>
    {
        if (await store.ReadAsync() is not { Settings: { } known } state) return null;
        var now = clock.GetUtcNow();
        var settings = Settings(request, state);

        // Whatever can or cannot be stored below: it has been heard.
        lastBeat = now;
        var isQuiet = state.MissingSince is null && settings == known;
        if (isQuiet && state.StartedAt is null && now - state.LastBeat < HeartbeatRules.StoreEvery(settings)) return Status(state);
        var next = state with
        {
            Settings = settings, LastBeat = now, MissingSince = null, SparedAfter = null, StartedAt = null, LastDuration = state.DurationAt(now),
        };
        // While it is waited for there is an alarm already, which moves by itself; only another promise may need an earlier one.
        var due = next.DueAt();
        var ended = EndAlarm(next);
        var facts = !isQuiet ? Alarms(MissingAt(due), ended) : state.StartedAt is null ? LedgerFacts.None : Alarms(ended);
        if (state.MissingSince is not null)
        {
            // The alarm stands before its incident ends: should the rest break, it opens again when the next beat is missing too.
            await store.CommitAsync(state, facts);
            await TellAsync(HeartbeatSignals.Silence(name, known, state.LastBeat, state.ExpectedAt(), SignalKind.Resolved));
        }
        await store.CommitAsync(next, facts);
        // What is in memory only is exact: it stays until the alarm has come.
        if (HeartbeatRules.StoreEvery(settings) > TimeSpan.Zero) DelayDeactivation(due - now + Slack);
        return Status(next);
    });

    public Task<HeartbeatStatus?> FailAsync(HeartbeatRequest request, string? said) => store.RetryOnConflictAsync(async () =>
    {
        if (await store.ReadAsync() is not { Settings: { } known } state) return null;
        var now = clock.GetUtcNow();
        var settings = Settings(request, state);
        var next = state with
        {
            Settings = settings, LastBeat = lastBeat ?? state.LastBeat, MissingSince = state.MissingSince ?? now, StartedAt = null,
            LastDuration = state.DurationAt(now),
        };
        // The alarm stands before the incident opens: whatever breaks in between, it opens all the same.
        if (next != state) await store.CommitAsync(next, Alarms(MissingAt(now), EndAlarm(next)));
        await TellAsync(HeartbeatSignals.Failure(name, settings, said, now));
        await store.CommitAsync(next, Alarms(new AlarmClear(Missing)));
        return Status(next);
    });

    public Task RestoreAsync(HeartbeatSettings settings, DateTimeOffset lastBeat, DateTimeOffset? missingSince) =>
        store.RetryOnConflictAsync(async () =>
        {
            if (await store.ReadAsync() is { Settings: not null } || !await Names.AddAsync(name)) return true;
            var state = new HeartbeatGrainState { Settings = settings, LastBeat = lastBeat, MissingSince = missingSince, DeclaredAt = lastBeat };
            return await store.CommitAsync(state, missingSince is null ? Alarms(MissingAt(state.DueAt())) : LedgerFacts.None);
        });

    public async Task ForgetAsync()
    {
        if (await store.ReadAsync() is not { IsDefined: true }) await LeaveAsync();
    }

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await store.ReadAsync() is not { Settings: { } settings } state) return AlarmAnswer.Obsolete;
        return alarm.Name == Overrun ? await OnOverrunAsync(alarm, state, settings) : await OnMissingAsync(alarm, state, settings);
    });

    /// <summary>What is promised from now on. The same promise changes nothing, and one with the same rhythm nothing of when it is due.</summary>
    private async Task<HeartbeatStatus> PromiseAsync(HeartbeatGrainState state, HeartbeatGrainState promised)
    {
        var wasDeclared = state.DeclaredAt != default;
        if (wasDeclared && promised == state) return Status(state);
        var next = promised with
        {
            LastBeat = lastBeat ?? state.LastBeat,
            DeclaredAt = wasDeclared && promised.Settings!.HasRhythmOf(state.Settings!) ? state.DeclaredAt : clock.GetUtcNow(),
        };
        var ending = EndAlarm(next);
        await store.CommitAsync(next, next.MissingSince is null ? Alarms(MissingAt(next.DueAt()), ending) : Alarms(ending));
        return Status(next);
    }

    private async Task LeaveAsync()
    {
        lastBeat = null;
        await store.RetryOnConflictAsync(() => store.CommitAsync(
            new HeartbeatGrainState(), Alarms(new AlarmClear(Missing), new AlarmClear(Overrun))));
        await Names.RemoveAsync(name);
    }

    private async Task<AlarmAnswer> OnMissingAsync(DueAlarm alarm, HeartbeatGrainState state, HeartbeatSettings settings)
    {
        var now = clock.GetUtcNow();
        var fired = alarm.Fired();
        if (state.MissingSince is null)
        {
            var last = lastBeat ?? state.LastBeat;
            var awayUntil = AlarmRules.AwayUntil(alarm.DueAt, alarm.AwayUntil, now);
            var spared = state.SparedAfter == last;
            var known = new HeartbeatEvidence(last, lastBeat is null, awayUntil, start.At, spared) { DeclaredAt = state.DeclaredAt };
            var verdict = HeartbeatRules.Judge(settings, known, now);
            if (verdict.LookAgainAt is { } later)
            {
                await store.CommitAsync(verdict.Spared ? state with { LastBeat = last, SparedAfter = last } : state, Alarms(fired, MissingAt(later)));
                return AlarmAnswer.Settled;
            }
            state = await GiveUpAsync(state, now);
        }
        await TellAsync(HeartbeatSignals.Silence(name, settings, state.LastBeat, state.ExpectedAt(), SignalKind.Firing));
        await store.CommitAsync(state, Alarms(fired));
        return AlarmAnswer.Settled;
    }

    private async Task<AlarmAnswer> OnOverrunAsync(DueAlarm alarm, HeartbeatGrainState state, HeartbeatSettings settings)
    {
        var now = clock.GetUtcNow();
        var awayUntil = AlarmRules.AwayUntil(alarm.DueAt, alarm.AwayUntil, now);
        if (state.StartedAt is not { } began || HeartbeatRules.EndsBy(settings, began, awayUntil) is not { } endsBy) return AlarmAnswer.Obsolete;
        if (endsBy > now)
        {
            await store.CommitAsync(state, Alarms(alarm.Fired(), AlarmSet.At(Overrun, endsBy)));
            return AlarmAnswer.Settled;
        }
        if (state.MissingSince is null) state = await GiveUpAsync(state, now);
        await TellAsync(HeartbeatSignals.Overrun(name, settings, began, endsBy));
        await store.CommitAsync(state, Alarms(alarm.Fired(), new AlarmClear(Missing)));
        return AlarmAnswer.Settled;
    }

    /// <summary>Its alarm stays until its alert is stored: whatever breaks in between, it comes again.</summary>
    private async Task<HeartbeatGrainState> GiveUpAsync(HeartbeatGrainState state, DateTimeOffset now)
    {
        state = state with { LastBeat = lastBeat ?? state.LastBeat, MissingSince = now };
        await store.CommitAsync(state, LedgerFacts.None);
        HeartbeatMetrics.Missed();
        return state;
    }

    /// <summary>Through the same door as every alert. Said twice, the second time is a repeat.</summary>
    private async Task TellAsync(AlertSignal signal)
    {
        var answer = await GrainFactory.GetGrain<IServiceIntakeGrain>(GrainKeys.IntakeOf(workspace, signal)).IngestAsync([signal]);
        if (answer.Refusal is IntakeRefusal.Full) throw new LedgerFullException();
        if (answer.Refusal is not IntakeRefusal.None) throw new LedgerUnavailableException();
    }

    /// <summary>What somebody has declared no beat changes.</summary>
    private static HeartbeatSettings Settings(HeartbeatRequest said, HeartbeatGrainState state)
    {
        var known = state.Settings!;
        if (state.DeclaredAt != default) return known;
        var interval = said.IntervalSeconds ?? known.IntervalSeconds;
        return known with
        {
            IntervalSeconds = interval,
            GraceSeconds = said.GraceSeconds
                ?? (interval == known.IntervalSeconds ? known.GraceSeconds : HeartbeatSettings.DefaultGrace(interval)),
            Severity = said.Severity ?? known.Severity,
            Service = said.Service ?? known.Service,
        };
    }

    private HeartbeatStatus Status(HeartbeatGrainState state) => (lastBeat is { } last ? state with { LastBeat = last } : state).Status(name);

    /// <summary>While a run goes on that has a time to end by, there is an alarm for it.</summary>
    private static AlarmChange EndAlarm(HeartbeatGrainState state) =>
        state.StartedAt is { } began && HeartbeatRules.EndsBy(state.Settings!, began, awayUntil: null) is { } endsBy
            ? AlarmSet.At(Overrun, endsBy)
            : new AlarmClear(Overrun);

    private static AlarmSet MissingAt(DateTimeOffset at) => AlarmSet.At(Missing, at);

    private static LedgerFacts Alarms(params ImmutableArray<AlarmChange> alarms) => new() { Alarms = alarms };
}
