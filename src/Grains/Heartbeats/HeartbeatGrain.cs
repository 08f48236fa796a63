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
/// A beat is a memory operation: the state is written at most four times an interval, and the alarm only moves when it comes. What a crash may cost
/// is accounted for by <see cref="HeartbeatRules.Judge"/>.
/// </summary>
[GrainType(HeartbeatGrain.Kind), PreferLocalPlacement]
public sealed class HeartbeatGrain(
    [PersistentState("heartbeat", LedgerState.Storage)] IPersistentState<Kept<HeartbeatGrainState>> store, SiloStart start, TimeProvider clock)
    : Grain, IHeartbeatGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "heartbeat";

    private const string Missing = "missing";

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

    public async Task<HeartbeatStatus?> GetAsync() => await store.ReadAsync() is { Settings: { } settings } state ? Status(state, settings) : null;

    public Task<HeartbeatStatus> BeatAsync(HeartbeatRequest request) => store.RetryOnConflictAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var state = await store.ReadAsync() ?? new();
        var settings = Settings(request, state.Settings);
        if (state.Settings is null && !await Names.AddAsync(name)) return new(name, HeartbeatState.Refused, settings, null, null);

        // Whatever can or cannot be stored below: it has been heard.
        lastBeat = now;
        var waits = state.Settings is not null && state.MissingSince is null;
        if (waits && settings == state.Settings && now - state.LastBeat < HeartbeatRules.StoreEvery(settings)) return Status(state, settings);
        // While it is waited for there is an alarm already, which moves by itself; only another promise may need an earlier one.
        var facts = waits && settings == state.Settings ? LedgerFacts.None : Alarms(MissingAt(HeartbeatRules.DueAt(now, settings)));
        if (state.MissingSince is not null)
        {
            // The alarm stands before its incident ends: should the rest break, it opens again when the next beat is missing too.
            await store.CommitAsync(state, facts);
            await TellAsync(HeartbeatRules.Signal(name, state.Settings!, state.LastBeat, SignalKind.Resolved));
        }
        var next = new HeartbeatGrainState { Settings = settings, LastBeat = now };
        await store.CommitAsync(next, facts);
        // What is in memory only is exact: it stays until the alarm has come.
        DelayDeactivation(HeartbeatRules.DueAt(now, settings) - now + Slack);
        return Status(next, settings);
    });

    public Task<HeartbeatStatus> FailAsync(HeartbeatRequest request, string? said) => store.RetryOnConflictAsync(async () =>
    {
        var now = clock.GetUtcNow();
        var state = await store.ReadAsync() ?? new();
        var settings = Settings(request, state.Settings);
        if (state.Settings is null && !await Names.AddAsync(name)) return new(name, HeartbeatState.Refused, settings, null, null);
        if (state.MissingSince is null || settings != state.Settings)
        {
            state = state with { Settings = settings, LastBeat = lastBeat ?? state.LastBeat, MissingSince = state.MissingSince ?? now };
            // The alarm stands before the incident opens: whatever breaks in between, it opens all the same.
            await store.CommitAsync(state, Alarms(MissingAt(now)));
        }
        await TellAsync(HeartbeatRules.Failure(name, settings, said, now));
        await store.CommitAsync(state, Alarms(new AlarmClear(Missing)));
        return Status(state, settings);
    });

    public Task RestoreAsync(HeartbeatSettings settings, DateTimeOffset lastBeat, DateTimeOffset? missingSince) =>
        store.RetryOnConflictAsync(async () =>
        {
            if (await store.ReadAsync() is { Settings: not null } || !await Names.AddAsync(name)) return true;
            var state = new HeartbeatGrainState { Settings = settings, LastBeat = lastBeat, MissingSince = missingSince };
            return await store.CommitAsync(
                state, missingSince is null ? Alarms(MissingAt(HeartbeatRules.DueAt(lastBeat, settings))) : LedgerFacts.None);
        });

    public async Task ForgetAsync()
    {
        lastBeat = null;
        await store.RetryOnConflictAsync(() => store.CommitAsync(new HeartbeatGrainState(), Alarms(new AlarmClear(Missing))));
        await Names.RemoveAsync(name);
    }

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        if (await store.ReadAsync() is not { Settings: { } settings } state) return AlarmAnswer.Obsolete;
        var now = clock.GetUtcNow();
        var fired = alarm.Fired();
        if (state.MissingSince is null)
        {
            var last = lastBeat ?? state.LastBeat;
            var awayUntil = AlarmRules.AwayUntil(alarm.DueAt, alarm.AwayUntil, now);
            var verdict = HeartbeatRules.Judge(settings, new(last, lastBeat is null, awayUntil, start.At, state.SparedAfter == last), now);
            if (verdict.LookAgainAt is { } later)
            {
                await store.CommitAsync(verdict.Spared ? state with { LastBeat = last, SparedAfter = last } : state, Alarms(fired, MissingAt(later)));
                return AlarmAnswer.Settled;
            }
            // The alarm stays until its alert is stored: whatever breaks in between, it comes again.
            state = state with { LastBeat = last, MissingSince = now };
            await store.CommitAsync(state, LedgerFacts.None);
            HeartbeatMetrics.Missed();
        }
        await TellAsync(HeartbeatRules.Signal(name, settings, state.LastBeat, SignalKind.Firing));
        await store.CommitAsync(state, Alarms(fired));
        return AlarmAnswer.Settled;
    });

    /// <summary>Through the same door as every alert. Said twice, the second time is a repeat.</summary>
    private async Task TellAsync(AlertSignal signal)
    {
        var answer = await GrainFactory.GetGrain<IServiceIntakeGrain>(GrainKeys.IntakeOf(workspace, signal)).IngestAsync([signal]);
        if (answer.Refusal is IntakeRefusal.Full) throw new LedgerFullException();
        if (answer.Refusal is not IntakeRefusal.None) throw new LedgerUnavailableException();
    }

    private static HeartbeatSettings Settings(HeartbeatRequest said, HeartbeatSettings? before)
    {
        var known = before ?? new HeartbeatSettings();
        var interval = said.IntervalSeconds ?? known.IntervalSeconds;
        return new()
        {
            IntervalSeconds = interval,
            GraceSeconds = said.GraceSeconds
                ?? (before is not null && interval == known.IntervalSeconds ? known.GraceSeconds : HeartbeatSettings.DefaultGrace(interval)),
            Severity = said.Severity ?? known.Severity,
            Service = said.Service ?? known.Service,
        };
    }

    private HeartbeatStatus Status(HeartbeatGrainState state, HeartbeatSettings settings)
    {
        var last = lastBeat ?? state.LastBeat;
        return new(
            name, state.MissingSince is null ? HeartbeatState.Up : HeartbeatState.Missing, settings, last == default ? null : last,
            state.MissingSince);
    }

    /// <summary>Rounded up: an alarm before its time would find nothing due yet.</summary>
    private static AlarmSet MissingAt(DateTimeOffset at) => new(Missing, at.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds());

    private static LedgerFacts Alarms(params ImmutableArray<AlarmChange> alarms) => new() { Alarms = alarms };
}
