using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Writes entries inside an open transaction, in at most three round trips: lock what decides, write what may be refused, write the rest. It is as if
/// the entries came in the order repeats, births, changes, messages, records.
/// </summary>
/// <param name="entries">What to write.</param>
/// <param name="now">Unix milliseconds.</param>
/// <param name="settlements">Gets what the entries are to be told once the batch is committed.</param>
internal sealed class BatchPart(IReadOnlyList<LedgerEntry> entries, long now, List<Action> settlements)
{
    private readonly BatchPlan plan = new(entries);
    private readonly Dictionary<(string Workspace, string Id), LockedIncident> incidents = [];
    private readonly List<LockedAlert> alerts = [];
    private readonly Dictionary<AlarmKey, long> alarms = [];
    private readonly HashSet<(long RowId, int Version)> counted = [];
    private readonly Dictionary<(string Workspace, string Id), long> born = [];
    private readonly List<StoredBirth> births = [];
    private readonly List<IncidentWrite> changes = [];
    private readonly List<AlarmEntry> alarmEntries = [];
    private readonly List<EventRow> events = [];
    private readonly List<SpoolMark> marks = [];

    /// <param name="pipeline">What goes to the server before the first statement, with it.</param>
    /// <param name="lastRound">Adds what follows the last statement.</param>
    public void Run(Pipeline pipeline, Action<Pipeline> lastRound)
    {
        var (keys, fired) = (plan.Incidents, plan.FiredAlarms);
        pipeline.Add(keys, IncidentCommands.Lock, row => Remember(LockedIncident.Read(row)));
        if (plan.Changes.Count > 0) pipeline.Add(AlertCommands.Lock(plan), row => alerts.Add(LockedAlert.Read(row)));
        var early = fired.Exists(key => key is { Name: OutboxAlarm.Name, Target.Kind: OutboxAlarm.Kind });
        if (early) OutboxCommands.Lock(pipeline, DestinationsOf(plan.Outbox).Concat(fired.Select(key => key.Target).Where(target => target.Kind == OutboxAlarm.Kind)));
        pipeline.Add(fired, AlarmCommands.Lock, row => Remember(AlarmKey.Read(row)));
        if (keys.Count + fired.Count > 0) pipeline.Run();
        DecideChanges();

        pipeline.Add(plan.Sums, AlertCommands.Repeat, row => counted.Add((row.GetInt64(0), row.GetInt32(1))));
        pipeline.Add([.. plan.Births.Where(birth => birth.ExpiresRowId != 0)], AlertCommands.Expire);
        pipeline.Add(plan.BirthsByIdentity, AlertCommands.Insert, row => born[(row.GetString(1), row.GetString(2))] = row.GetInt64(0));
        pipeline.Run();
        SettleRepeats();
        SettleBirths();

        IncidentCommands.Add(pipeline, births, changes);
        AlertCommands.Add(pipeline, changes);
        AlarmCommands.Add(pipeline, Alarms());
        SettleChanges();
        AddOutbox(pipeline, locked: early);
        pipeline.Add(events, IncidentCommands.Event);
        RecordCommands.Add(pipeline, plan, marks);
        foreach (var entry in Records()) settlements.Add(() => entry.Outcome = LedgerOutcome.Applied);
        lastRound(pipeline);
        pipeline.Run();
    }

    private IEnumerable<LedgerEntry> Records() =>
        [.. plan.Deliveries, .. plan.DeadLetters, .. plan.Removals, .. plan.Workspaces, .. plan.Messages, .. plan.Results, .. plan.Replays, .. plan.Probes];

    private static IEnumerable<AlarmTarget> DestinationsOf(IEnumerable<LedgerEntry> entries) =>
        entries.SelectMany(entry => NewMessage.MessagesOf(entry).Select(OutboxAlarm.TargetOf));

    private void Remember((AlarmKey Key, long DueAt) alarm) => alarms[alarm.Key] = alarm.DueAt;

    private IEnumerable<(AlarmTarget Target, ImmutableArray<AlarmChange> Changes)> Alarms() =>
        births.Select(birth => (BatchPlan.TargetOf(birth.Entry.Incident), birth.Entry.AlarmsOf(birth.Outcome)))
            .Concat(changes.Select(change => (BatchPlan.TargetOf(change.Incident), change.Alarms)))
            .Concat(changes.Where(change => change.Split is not null).Select(change => (BatchPlan.TargetOf(change.Split!.Incident), change.Split!.Alarms)))
            .Concat(alarmEntries.Select(entry => (entry.Target, entry.Alarms)));

    /// <summary>Every alarm that is said to have fired stands; each of them for one entry only.</summary>
    private bool TryFire(AlarmTarget target, ImmutableArray<AlarmChange> changed)
    {
        var fired = changed.OfType<AlarmFired>().ToList();
        if (!fired.TrueForAll(alarm => alarms.TryGetValue(new(target, alarm.Name), out var dueAt) && dueAt == alarm.DueAt)) return false;
        foreach (var alarm in fired) alarms.Remove(new(target, alarm.Name));
        return true;
    }

    private void Remember(LockedIncident incident) => incidents[(incident.Workspace, incident.Id)] = incident;

    /// <summary>A change applies if its incident is still what the caller read, and every identity keeps one firing row.</summary>
    private void DecideChanges()
    {
        var taken = new HashSet<(string, string)>();
        foreach (var change in plan.Changes)
        {
            var key = (change.Incident.Workspace, change.Incident.Id);
            var applies = incidents.TryGetValue(key, out var current) && current.Version == change.Version
                && change.Alerts.All(alert => LockedAlert.Allows(alerts, plan.Sums, change.Incident, alert))
                && taken.Add(key)
                && TryFire(BatchPlan.TargetOf(change.Incident), change.Alarms);
            if (applies) changes.Add(change);
            else settlements.Add(() => change.Outcome = LedgerOutcome.Conflict);
        }
        foreach (var entry in plan.Alarms)
        {
            var applies = TryFire(entry.Target, entry.Alarms);
            if (applies) alarmEntries.Add(entry);
            settlements.Add(() => entry.Outcome = applies ? LedgerOutcome.Applied : LedgerOutcome.Conflict);
        }
    }

    private void SettleRepeats()
    {
        foreach (var repeat in plan.Repeats)
        {
            var applied = counted.Contains((repeat.RowId, repeat.RowVersion));
            settlements.Add(() => repeat.Outcome = applied ? LedgerOutcome.Applied : LedgerOutcome.Conflict);
            if (applied && repeat.Mark is { } mark) marks.Add(mark);
            if (applied && repeat.Event is { } e) events.Add(new(e.Workspace, e.IncidentId, e.Event));
        }
    }

    private void SettleBirths()
    {
        foreach (var birth in plan.Births)
        {
            if (!born.TryGetValue((birth.Incident.Workspace, birth.Incident.Id), out var rowId))
            {
                settlements.Add(() => birth.Outcome = LedgerOutcome.Conflict);
                continue;
            }
            var placement = birth.Placement;
            var gone = placement?.ParentId is { } parent && !IsOpenParent(birth.Incident.Workspace, parent);
            if (gone) placement = placement! with { ParentId = null, GroupId = null, Reason = null };
            var outcome = gone ? LedgerOutcome.ParentGone : LedgerOutcome.Applied;
            births.Add(new(birth, placement, outcome));
            if (birth.Mark is { } mark) marks.Add(mark);
            settlements.Add(() =>
            {
                birth.Outcome = outcome;
                birth.Placement = placement;
                birth.Alert.RowId = rowId;
            });
            foreach (var e in birth.Events) events.Add(new(birth.Incident.Workspace, birth.Incident.Id, e));
            if (placement is not null) events.AddRange(GroupEvents.Of(birth.Incident, placement).Select(e => new EventRow(birth.Incident.Workspace, e.IncidentId, e.Event)));
        }
    }

    /// <summary>It is open and nobody's child: a row that was there, or one that the same batch has just born.</summary>
    private bool IsOpenParent(string workspace, string id) =>
        incidents.TryGetValue((workspace, id), out var locked)
            ? locked.IsOpenParent
            : births.Exists(birth => birth.Entry.Incident.Id == id && birth.Entry.Incident.Workspace == workspace && birth.Placement?.ParentId is null);

    /// <summary>What applies brings its messages. Destinations are locked as late as may be, because everybody writes to the same few.</summary>
    private void AddOutbox(Pipeline pipeline, bool locked)
    {
        LedgerEntry[] writing = [.. changes, .. plan.Messages, .. plan.Results];
        if (!locked) OutboxCommands.Lock(pipeline, DestinationsOf(writing));
        OutboxCommands.Add(pipeline, plan, [.. writing.SelectMany(NewMessage.Of)], now, (replay, count) => settlements.Add(() => replay.Replayed = count));
        foreach (var e in plan.Results.SelectMany(entry => entry.Events)) events.Add(new(e.Workspace, e.IncidentId, e.Event));
    }

    private void SettleChanges()
    {
        foreach (var change in changes)
        {
            settlements.Add(() => change.Outcome = LedgerOutcome.Applied);
            if (change.Mark is { } mark) marks.Add(mark);
            foreach (var e in change.Events) events.Add(new(change.Incident.Workspace, change.Incident.Id, e));
            if (change.Split is { } split) events.AddRange(split.Events.Select(e => new EventRow(split.Incident.Workspace, split.Incident.Id, e)));
        }
    }
}

/// <summary>A birth whose alert row is stored, with the place that it really gets.</summary>
internal sealed record StoredBirth(IncidentBirthEntry Entry, Placement? Placement, LedgerOutcome Outcome);

/// <summary>A timeline event and where it belongs.</summary>
internal sealed record EventRow(string Workspace, string IncidentId, TimelineEvent Event);
