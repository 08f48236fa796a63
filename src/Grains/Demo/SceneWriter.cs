using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Demo;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Demo;

/// <summary>
/// Writes incidents of the past by the ledger's own entries: each is born, with its place in a group, and then changed once into what it has become.
/// Nothing of the past is due: alarms come with the change, and messages are done with. What was interrupted goes on where it was.
/// </summary>
/// <param name="deeds">What actions and runs have left in timelines, by incident.</param>
internal sealed class SceneWriter(ILedger ledger, IIncidentReads reads, DedupOptions options, ILookup<string, IncidentEvent> deeds)
{
    /// <param name="scene">Who leads comes first.</param>
    public async Task WriteAsync(ImmutableArray<DemoIncident> scene)
    {
        var written = new Dictionary<string, int>();
        foreach (var incident in scene)
        {
            if (await reads.FindAsync(incident.Opened.Workspace, incident.Opened.Id) is { } found) written.Add(incident.Opened.Id, found.Version);
        }
        var told = scene.ToDictionary(incident => incident.Opened.Id, EventsOf);
        var leader = scene[0].Opened.Id;
        DateTimeOffset? until = null;
        // Timelines are read in the order in which they are written: what happened to the leader before a child joined comes with the child's birth.
        foreach (var incident in scene)
        {
            var id = incident.Opened.Id;
            var first = told[id].TakeWhile(e => e.Event.At <= incident.Opened.CreatedAt);
            var earlier = id == leader ? [] : told[leader].Where(e => e.Event.At > until && e.Event.At <= incident.Opened.CreatedAt);
            if (!written.ContainsKey(id)) await BirthAsync(incident, [.. earlier, .. first]);
            until = incident.Opened.CreatedAt;
        }
        foreach (var incident in scene)
        {
            var id = incident.Opened.Id;
            if (written.GetValueOrDefault(id, 1) == 1) await ChangeAsync(incident,
                [.. told[id].Where(e => e.Event.At > (id == leader ? until : incident.Opened.CreatedAt))]);
        }
        var messages = scene.SelectMany(incident => incident.Messages).Select(Past).ToImmutableArray();
        if (!messages.IsEmpty) await ledger.CommitAsync(new OutboxHistory { Workspace = scene[0].Opened.Workspace, Messages = messages });
    }

    private async Task BirthAsync(DemoIncident incident, ImmutableArray<IncidentEvent> events)
    {
        var opened = incident.Opened;
        var text = SignalText.Of(incident.Signal, new TitleCache());
        var scope = GrainKeys.Parse(GrainKeys.IntakeOf(opened.Workspace, incident.Signal)).Name;
        var row = AlertRow.Of(incident.Signal, opened.Workspace, incident.Identity, opened.Id, scope, text.Hash, opened.Severity, opened.CreatedAt);
        var birth = new IncidentBirthEntry
        {
            Alert = row with { Count = incident.Count, LastSeen = incident.LastSeen.ToUnixTimeMilliseconds(), Flapping = incident.Flapping },
            Incident = opened,
            Placement = incident.ParentId is { } parent ? new Placement(parent, incident.Reason, GroupId.For(parent), Storm: false, []) : null,
            Facts = new() { Events = events },
        };
        await ledger.CommitAsync(birth);
        if (birth.Outcome is not LedgerOutcome.Applied)
            throw new InvalidOperationException($"The demo's incident {opened.Id} ({opened.Title}) could not be written: {birth.Outcome}.");
    }

    private async Task ChangeAsync(DemoIncident incident, ImmutableArray<IncidentEvent> events)
    {
        AlertChange row = incident.EndedAt is not { } ended
            ? new AlertNotes(incident.Identity, incident.Now.Severity, null, incident.Flapping, incident.HeldSince?.ToUnixTimeMilliseconds())
            : new AlertEnds(incident.Identity, ended.ToUnixTimeMilliseconds(), null, null);
        var change = new IncidentWrite
        {
            Incident = incident.Now, Version = 1, Alerts = [row], Facts = new IncidentWriteFacts { Alerts = [row], Events = events,
                Alarms = AlarmsOf(incident) },
        };
        await ledger.CommitAsync(change);
        if (change.Outcome is not LedgerOutcome.Applied)
            throw new InvalidOperationException($"The demo's incident {incident.Now.Id} could not be changed: {change.Outcome}.");
    }

    /// <summary>What it has still to do, as it would have by now.</summary>
    private ImmutableArray<AlarmChange> AlarmsOf(DemoIncident incident)
    {
        var alarms = incident.Wakes.Where(wake => wake.At is not null).Select(wake => AlarmSet.At(wake.Name, wake.At!.Value)).ToList();
        if (FlappingRules.NextChange(incident.Flapping, incident.HeldSince,
            options) is { } calm) alarms.Add(AlarmSet.At(IncidentAlarms.Flapping, calm));
        if (incident.Now.Phase is IncidentPhase.Resolved) return [.. alarms];
        if (incident.Now.SnoozedUntil is { } snoozed) alarms.Add(AlarmSet.At(IncidentAlarms.Snooze, snoozed));
        if (StaleRules.Applies(incident.Now.Adapter, options))
            alarms.Add(AlarmSet.At(IncidentAlarms.Stale, StaleRules.StaleAt(incident.LastSeen, null, options)));
        return [.. alarms, .. IncidentAlarms.OfSilence(incident.Now)];
    }

    /// <summary>Its timeline, with what became of its messages.</summary>
    private List<IncidentEvent> EventsOf(DemoIncident incident)
    {
        var body = incident.Body is null ? null : RawAlert.Of(incident.Body).Text;
        var said = IncidentEvent.Of(incident.Opened, incident.Events, body);
        var sent = incident.Messages.Select(EventOf).OfType<IncidentEvent>();
        return [.. said.Concat(sent).Concat(deeds[incident.Opened.Id]).OrderBy(e => e.Event.At)];
    }

    private static IncidentEvent? EventOf(DemoMessage message)
    {
        var queued = new QueuedMessage(0, message.Message, message.At, message.Attempts - 1);
        return message.Error is null
            ? Attempt.Arrived(queued, "", null, message.DoneAt).Event
            : Attempt.GivenUp(queued, "", message.Error, Domain.Definitions.WorkspaceDefinitions.Empty, [], message.DoneAt).Event;
    }

    private static PastMessage Past(DemoMessage message) => new(
        message.Message, message.Error is null ? OutboxStatus.Sent : OutboxStatus.Dead, message.Attempts, message.At.ToUnixTimeMilliseconds(),
        message.DoneAt.ToUnixTimeMilliseconds(), message.Error);
}
