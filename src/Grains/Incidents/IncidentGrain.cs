using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;
using AiSre.Grains.Silences;
using Orleans.Placement;

namespace AiSre.Grains.Incidents;

/// <summary>One incident. People's commands are here; what its alerts and its alarms do to it is in the other parts.</summary>
[GrainType(IncidentGrain.Kind), PreferLocalPlacement]
public sealed partial class IncidentGrain(
    [PersistentState("incident", IncidentGrain.Storage)] IPersistentState<IncidentState> store,
    IAlertIndex index,
    IIncidentReads reads,
    IDefinitions definitions,
    ISilences silences,
    IGrainFactory grains,
    TimeProvider clock,
    DedupOptions options,
    TellOptions tell) : Grain, IIncidentGrain, IAlarmTargetGrain
{
    /// <summary>The grain's type, by which alarms find it.</summary>
    public const string Kind = "incident";

    /// <summary>Name of the grain storage that is the ledger.</summary>
    public const string Storage = LedgerState.Storage;

    public async Task<Incident?> GetAsync()
    {
        await store.EnsureReadAsync();
        return store.State.Incident;
    }

    public Task<Incident?> AcknowledgeAsync(string actor, string? note) =>
        Command((incident, now) => IncidentRules.Acknowledge(incident, actor, note, human: true, now));

    public Task<Incident?> UnacknowledgeAsync(string actor) =>
        Command((incident, now) => IncidentRules.Unacknowledge(incident, actor, now));

    public async Task<Incident?> ResolveAsync(string actor, string? resolution)
    {
        var incident = await Command(
            (incident, now) => IncidentRules.Resolve(incident, actor, resolution, human: true, now, now),
            (_, now) => [new AllAlertsEnd(now.ToUnixTimeMilliseconds())]);
        if (incident is not null) TellCorrelator(incident);
        return incident;
    }

    public Task<Incident?> ReopenAsync(string actor) => Command(
        (incident, now) => IncidentRules.Reopen(incident, actor, "manual", now),
        (_, _) => [new AllAlertsBegin()]);

    public Task<Incident?> AddNoteAsync(string text, string actor) =>
        Command((incident, now) => IncidentRules.AddNote(incident, text, actor, human: true, now));

    public Task<Incident?> AssignAsync(string to, string actor) =>
        Command((incident, now) => IncidentRules.Assign(incident, to, actor, now));

    public Task<Incident?> SnoozeAsync(int minutes, string actor) =>
        Command((incident, now) => IncidentRules.Snooze(incident, now.AddMinutes(minutes), actor, now));

    public async Task<UnmergeOutcome> UnmergeAsync(string identity, string actor)
    {
        await store.EnsureReadAsync();
        if (store.State.Incident is not { } incident) return new(null, null);
        var now = clock.GetUtcNow();
        var newId = NewIds.Incident(now);
        if (AlertLifecycleRules.Unmerge(incident, identity, newId, actor, now) is not { } change) return new(incident, null);
        var rows = await index.OfIncidentAsync(incident.Workspace, incident.Id);
        if (rows.FirstOrDefault(alert => alert.Identity == identity) is not { } row) return new(incident, null);

        await CommitAsync(change, split: Split(incident, row, newId, actor, await definitions.TellsAsync(incident.Workspace), now));
        TellCorrelator(change.Incident);
        return new(change.Incident, newId);
    }

    private AlertSplit Split(Incident incident, AlertRow row, string newId, string actor, bool tells, DateTimeOffset now)
    {
        var firing = row.Status is AlertStatus.Firing;
        var born = incident with
        {
            Id = newId,
            Title = row.Title,
            Phase = firing ? IncidentPhase.Open : IncidentPhase.Resolved,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.FirstSeen),
            ResolvedAt = firing ? null : IncidentAlarms.Instant(row.ResolvedAt) ?? now,
            SnoozedUntil = null,
            Flapping = row.Flapping.Flapping,
            AcknowledgedAt = null,
            AcknowledgedBy = null,
            FirstResponseAt = null,
            Escalation = null,
            Notifications = null,
            Alerts = [new JoinedAlert(row.Identity, firing)],
        };
        var created = new TimelineEvent(EventTypes.IncidentCreated, actor, now, EventPayload.Of(("title", row.Title), ("unmerged_from", incident.Id)));
        return new AlertSplit(row.RowId, born, [created], [.. IncidentAlarms.AtBirth(row, born.Severity, tells && firing, now, options), .. IncidentAlarms.OfSilence(born)]);
    }

    private Task<Incident?> Command(
        Func<Incident, DateTimeOffset, IncidentChange> rule, Func<Incident, DateTimeOffset, ImmutableArray<AlertChange>>? alerts = null) =>
        store.RetryOnConflictAsync(async () =>
        {
            if (store.State.Incident is not { } incident) return null;
            var now = clock.GetUtcNow();
            var change = rule(incident, now);
            return (Incident?)await CommitAsync(change, change.IsNone || alerts is null ? [] : alerts(incident, now));
        });

    private void TellCorrelator(Incident incident)
    {
        if (incident.Phase is IncidentPhase.Resolved) _ = grains.GetGrain<ICorrelatorGrain>(incident.Workspace).ClosedAsync(incident.Id);
    }
}
