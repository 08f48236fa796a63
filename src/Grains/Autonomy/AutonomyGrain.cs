using System.Collections.Immutable;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Autonomy;

/// <summary>
/// Settings, breaker and turn in one document, so that one writer decides about them. It never waits for a cycle: stopping it must not either.
/// </summary>
[GrainType(AutonomyGrain.Kind)]
public sealed partial class AutonomyGrain(
    [PersistentState("autonomy", LedgerState.Storage)] IPersistentState<Kept<AutonomyState>> store, TimeProvider clock, ILogger<AutonomyGrain> log)
    : Grain, IAutonomyGrain, IAlarmTargetGrain
{
    internal const string Kind = "autonomy";

    /// <summary>Who acts.</summary>
    internal const string Actor = "autonomy";

    private const string Cycle = "cycle";
    private const string Tell = "tell";

    private string Workspace => this.GetPrimaryKeyString();

    public async Task<AutonomyView> GetAsync() => View(await ReadAsync());

    public Task<AutonomyView> ChangeAsync(AutonomyChange change, string by) => store.RetryOnConflictAsync(async () =>
    {
        var state = await ReadAsync();
        var before = state.Settings;
        var after = before with
        {
            IsEnabled = change.Enabled ?? before.IsEnabled,
            ApprovalRequired = change.ApprovalRequired ?? before.ApprovalRequired,
            DefaultDryRun = change.DefaultDryRun ?? before.DefaultDryRun,
            PollIntervalSeconds = change.PollIntervalSeconds ?? before.PollIntervalSeconds,
            MaxIncidentsPerCycle = change.MaxIncidentsPerCycle ?? before.MaxIncidentsPerCycle,
            Actions = change.Actions ?? before.Actions,
            Namespaces = change.Namespaces ?? before.Namespaces,
            IsDevMode = change.IsDevMode,
            DevModeActs = change.DevModeActs,
        };
        // Who sends the same again, because an answer was lost, has not been overtaken.
        if (change.Revision is { } seen && seen != state.Revision)
            return View(state) with { IsOvertaken = Said(after) != Said(before) };
        var next = state with { Settings = after, Revision = state.Revision + 1, ChangedBy = by };
        await CommitAsync(next, "autonomy_settings_changed", by, Said(after), after.IsEnabled ? NextCycle(after) : new AlarmClear(Cycle));
        return View(next);
    });

    public Task<AutonomyView> ResetAsync(string? scope, string by) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        var freed = BreakerRules.Standing(state.Pauses, now).Where(pause => scope is null || pause.Scope == scope).ToList();
        if (freed.Count == 0) return View(state);
        // What was reset longer ago than anything is counted says nothing any more.
        var resets = state.Resets.RemoveRange(state.Resets.Where(reset => reset.Value < now.AddHours(-1)).Select(reset => reset.Key));
        var next = state with
        {
            Pauses = state.Pauses.RemoveAll(freed.Contains), Resets = resets.SetItems(freed.Select(pause => KeyValuePair.Create(pause.Scope, now))),
        };
        await CommitAsync(next, "autonomy_reset", by, EventPayload.Of(("scopes", freed.Select(pause => pause.Scope))));
        return View(next);
    });

    public Task<CycleTurn> BeginAsync(string cycleId) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        var pauses = BreakerRules.Standing(state.Pauses, now);
        if (state.Lease is { } taken && taken.Until > now && taken.CycleId != cycleId)
            return new(taken.CycleId, true, taken.At, state.Settings, pauses, state.Resets);
        var next = state with { Pauses = pauses, Lease = new(cycleId, now, now + state.Settings.Lease) };
        await store.CommitAsync(next, LedgerFacts.None);
        return new CycleTurn(cycleId, false, now, next.Settings, pauses, next.Resets);
    });

    public Task PauseAsync(ImmutableArray<AutonomyPause> pauses) => store.RetryOnConflictAsync(async () =>
    {
        var (state, now) = (await ReadAsync(), clock.GetUtcNow());
        var standing = BreakerRules.Standing(state.Pauses, now);
        ImmutableArray<AutonomyPause> opened =
            [.. pauses.DistinctBy(pause => pause.Scope).Where(pause => standing.All(known => known.Scope != pause.Scope))];
        if (opened.IsEmpty) return true;
        await store.CommitAsync(state with { Pauses = [.. standing, .. opened] }, new()
        {
            Audit = [.. opened.Select(pause => Record(Actor, "autonomy_paused", EventPayload.Of(
                ("scope", pause.Scope), ("reason", pause.Reason), ("incident_id", pause.IncidentId), ("until", pause.Until))))],
            Alarms = [new AlarmSet(Tell, now.ToUnixTimeMilliseconds())],
        });
        foreach (var pause in opened) LogPaused(log, Workspace, pause.Scope, pause.Reason);
        return true;
    });

    public Task EndAsync(CycleSummary cycle) => store.RetryOnConflictAsync(async () =>
    {
        var state = await ReadAsync();
        var lease = state.Lease?.CycleId == cycle.CycleId ? null : state.Lease;
        return await store.CommitAsync(state with { Lease = lease, LastCycle = cycle }, LedgerFacts.None);
    });

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        var state = await ReadAsync();
        if (alarm.Name == Tell)
        {
            await TellAsync(state);
            await store.CommitAsync(state, new() { Alarms = [alarm.Fired()] });
            return AlarmAnswer.Settled;
        }
        ImmutableArray<AlarmChange> alarms = [alarm.Fired()];
        if (state.Settings.IsEnabled) alarms = alarms.Add(NextCycle(state.Settings));
        await store.CommitAsync(state, new() { Alarms = alarms });
        // Nobody waits for it: it takes as long as clusters do. One that is lost is made up for by the next.
        if (state.Settings.IsEnabled) await GrainFactory.GetGrain<IAutonomyCycles>(0).TickAsync(Workspace);
        return AlarmAnswer.Settled;
    });

    /// <summary>Those who have the incidents at which it was noticed hear of each pause; told twice, they hear it once.</summary>
    private async Task TellAsync(AutonomyState state)
    {
        foreach (var pause in BreakerRules.Standing(state.Pauses, clock.GetUtcNow()))
        {
            if (pause.IncidentId is not { } incident) continue;
            await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(Workspace, incident)).FixFailedAsync(
                new($"paused.{pause.Scope}.{pause.At.ToUnixTimeMilliseconds()}", Note(pause), Actor, IsNoted: true)
                {
                    Kind = NotificationKind.AutonomyPaused,
                });
        }
    }

    private async ValueTask<AutonomyState> ReadAsync() => await store.ReadAsync() ?? new();

    private AutonomyView View(AutonomyState state)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Settings = state.Settings,
            Pauses = BreakerRules.Standing(state.Pauses, now),
            RunningCycleId = state.Lease is { } lease && lease.Until > now ? lease.CycleId : null,
            LastCycle = state.LastCycle,
            Revision = state.Revision,
            ChangedBy = state.ChangedBy,
        };
    }

    private AlarmSet NextCycle(AutonomySettings settings) => new(Cycle, (clock.GetUtcNow() + settings.Poll).ToUnixTimeMilliseconds());

    private Task<bool> CommitAsync(AutonomyState next, string action, string by, string detail, params AlarmChange[] alarms) =>
        store.CommitAsync(next, new()
        {
            Audit = [Record(by, action, detail)], Alarms = [.. alarms],
        });

    private AuditRecord Record(string by, string action, string detail) =>
        new(by, action, Kind, "", clock.GetUtcNow().ToUnixTimeMilliseconds(), detail);

    private static string Note(AutonomyPause pause) => FormattableString.Invariant(
        $"{pause.Reason} Autonomy keeps off {pause.Scope} until {pause.Until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, unless an admin lets it go on.");

    private static string Said(AutonomySettings settings) => EventPayload.Of(
        ("enabled", settings.IsEnabled), ("approval_required", settings.ApprovalRequired), ("default_dry_run", settings.DefaultDryRun),
        ("poll_interval_seconds", settings.PollIntervalSeconds), ("max_incidents_per_cycle", settings.MaxIncidentsPerCycle),
        ("autonomous_actions", settings.Actions.Select(Domain.Actions.ActionNames.Name)), ("allowed_namespaces", settings.Namespaces.AsEnumerable()));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Autonomy of {Workspace} keeps off {Scope}: {Reason}")]
    private static partial void LogPaused(ILogger log, string workspace, string scope, string reason);
}
