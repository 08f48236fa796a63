using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Deploys;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Diagnosis;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using Orleans.Placement;
using Orleans.Storage;

namespace AiSre.Grains.Incidents;

/// <summary>
/// One incident. People's commands are here; its alerts, its alarms and its group have a handler each, and all of them write by one writer.
/// </summary>
[GrainType(IncidentGrain.Kind), PreferLocalPlacement]
public sealed class IncidentGrain : Grain, IIncidentGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = IncidentTarget.Kind;

    private readonly IncidentWriter writer;
    private readonly IncidentSignalHandler signals;
    private readonly IncidentAlarmHandler alarms;
    private readonly ParentFollower parent;
    private readonly TellContexts contexts;
    private readonly IAlertIndex index;
    private readonly IDefinitions definitions;
    private readonly ISilences silences;
    private readonly TimeProvider clock;
    private readonly DedupOptions options;
    private readonly DiagnosisOptions diagnosis;

    public IncidentGrain(
        [PersistentState("incident", LedgerState.Storage)] IPersistentState<Kept<Incident>> store, IAlertIndex index, IIncidentReads reads,
        IOutboxReads outbox, IDefinitions definitions, ISilences silences, IGrainFactory grains, TimeProvider clock, DedupOptions options,
        TellOptions tell, UnroutedLog unrouted, UnreachedPages unreached, AlarmBell bell, DiagnosisOptions diagnosis)
    {
        (this.index, this.definitions, this.silences, this.clock, this.options, this.diagnosis) =
            (index, definitions, silences, clock, options, diagnosis);
        var group = new IncidentGroup(index, reads, grains);
        contexts = new TellContexts(definitions, group, tell);
        writer = new IncidentWriter(store, contexts, group, unrouted, unreached, bell, grains, clock, options);
        signals = new IncidentSignalHandler(writer, index, clock, options);
        parent = new ParentFollower(writer, definitions, clock);
        alarms = new IncidentAlarmHandler(writer, contexts, group, parent, index, outbox, silences, clock, options);
    }

    public Task<Incident?> GetAsync() => writer.ReadAsync().AsTask();

    public Task<Incident?> AcknowledgeAsync(string actor, string? note) =>
        CommandAsync((incident, now) => IncidentRules.Acknowledge(incident, actor, note, human: true, now));

    public Task<Incident?> AcknowledgeByLinkAsync(string person, DateTimeOffset issuedAt) =>
        CommandAsync((incident, now) => LinkUseRules.Acknowledge(incident, person, issuedAt, now));

    public Task<Incident?> UnacknowledgeAsync(string actor) =>
        CommandAsync((incident, now) => IncidentRules.Unacknowledge(incident, actor, now));

    public Task<Incident?> ResolveAsync(string actor, string? resolution) => CommandAsync(
        (incident, now) => IncidentRules.Resolve(incident, actor, resolution, human: true, now, now),
        now => new AllAlertsEnd(now.ToUnixTimeMilliseconds()));

    public Task<Incident?> ReopenAsync(string actor) => CommandAsync(
        (incident, now) => IncidentRules.Reopen(incident, actor, "manual", now),
        _ => new AllAlertsBegin());

    public Task<Incident?> AddNoteAsync(string text, string actor) =>
        CommandAsync((incident, now) => IncidentRules.AddNote(incident, text, actor, human: true, now));

    public Task<Incident?> AssignAsync(string to, string actor) =>
        CommandAsync((incident, now) => IncidentRules.Assign(incident, to, actor, now));

    public Task<Incident?> SnoozeAsync(int minutes, string actor) =>
        CommandAsync((incident, now) => IncidentRules.Snooze(incident, now.AddMinutes(minutes), actor, now));

    public Task<UnmergeOutcome> UnmergeAsync(string identity, string actor) => writer.RetryOnConflictAsync(async () =>
    {
        if (writer.Incident is not { } incident) return new(null, null);
        var now = clock.GetUtcNow();
        var newId = NewIds.Incident(now);
        if (AlertLifecycleRules.Unmerge(incident, identity, newId, actor, now) is not { } change) return new(incident, null);
        change = change.Via(ActedVia.Key);
        var rows = await index.OfIncidentAsync(incident.Workspace, incident.Id);
        if (rows.FirstOrDefault(alert => alert.Identity == identity) is not { } row) return new(incident, null);
        var tells = await definitions.TellsAsync(incident.Workspace);
        var split = IncidentSplits.Of(incident, row, newId, actor, tells, now, options);
        split = split with { Alarms = [.. split.Alarms, .. DiagnosisAlarms.AtBirth(split.Incident, isMember: false, diagnosis, now)] };
        return new UnmergeOutcome(await writer.CommitAsync(change, split: split), newId);
    });

    public Task<Incident?> DeployedAsync(Deploy deploy) => CommandAsync((incident, now) => DeployCorrelation.Correlate(incident, deploy, now));

    public Task<Incident?> FixFailedAsync(FixNotice notice) => writer.RetryOnConflictAsync(async () => writer.Incident is { } incident
        ? (Incident?)await writer.CommitAsync(FixNoticeRules.Tell(incident, notice, await contexts.OfAsync(incident, clock.GetUtcNow())))
        : null);

    public Task<Incident?> DiagnosedAsync(DiagnosisNotice notice) => writer.RetryOnConflictAsync(async () => writer.Incident is { } incident
        ? (Incident?)await writer.CommitAsync(DiagnosisNoticeRules.Tell(incident, notice, await contexts.OfAsync(incident, clock.GetUtcNow())))
        : null);

    public async Task SilencesChangedAsync()
    {
        if (await writer.ReadAsync() is not { Phase: not IncidentPhase.Resolved } known) return;
        var standing = await silences.FreshAsync(known.Workspace);
        await writer.RetryOnConflictAsync(async () =>
        {
            if (writer.Incident is not { Phase: not IncidentPhase.Resolved } incident) return false;
            var now = clock.GetUtcNow();
            await writer.CommitAsync(SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, standing, now), null, now));
            return true;
        });
    }

    public Task ParentChangedAsync(string parentId, IncidentPhase phase, string actor) =>
        writer.RetryOnConflictAsync(() => parent.FollowAsync(parentId, phase, actor));

    public async Task<SignalOutcome> ApplyAsync(AlertSignal signal, AlertRef alert, SignalIntent intent)
    {
        try
        {
            return await writer.RetryOnConflictAsync(() => signals.ApplyAsync(signal, alert, intent));
        }
        catch (InconsistentStateException)
        {
            // The alert fires elsewhere by now: its intake reads the row again and decides anew.
            return new(null, writer.Incident);
        }
    }

    public Task<SignalOutcome> EchoAsync(AlertSignal signal) => writer.RetryOnConflictAsync(() => signals.EchoAsync(signal));

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => writer.AnswerAsync(() => alarms.OnAlarmAsync(alarm));

    /// <param name="rule">What the command makes of the incident.</param>
    /// <param name="alerts">What it makes of the incident's alerts, if it changes anything.</param>
    private Task<Incident?> CommandAsync(Func<Incident, DateTimeOffset, IncidentChange> rule, Func<DateTimeOffset, AlertChange>? alerts = null)
    {
        var via = ActedVia.Key;
        return writer.RetryOnConflictAsync(async () =>
        {
            if (writer.Incident is not { } incident) return null;
            var now = clock.GetUtcNow();
            var change = rule(incident, now).Via(via);
            ImmutableArray<AlertChange> rows = change.IsNone || alerts is null ? [] : [alerts(now)];
            return (Incident?)await writer.CommitAsync(change, rows);
        });
    }
}
