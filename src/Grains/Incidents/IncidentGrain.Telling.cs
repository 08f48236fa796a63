using System.Collections.Immutable;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Domain.Silences;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using AiSre.Grains.Notifications;

namespace AiSre.Grains.Incidents;

/// <summary>
/// Who is told, and when. Every change of the incident is written by <see cref="CommitAsync"/>, with the messages and the alarms that follow from it, in one transaction.
/// </summary>
public sealed partial class IncidentGrain
{
    /// <summary>As many children are told at once.</summary>
    private const int ChildrenAtOnce = 20;

    public async Task ParentChangedAsync(string parentId, IncidentPhase phase, string actor)
    {
        await store.RetryOnConflictAsync(async () =>
        {
            if (store.State.Incident is not { } incident) return false;
            var now = clock.GetUtcNow();
            if (phase is IncidentPhase.Acknowledged)
            {
                await CommitAsync(IncidentRules.Acknowledge(incident, actor, $"with {parentId}, which leads its group", human: false, now));
            }
            else if (incident.Phase is not IncidentPhase.Resolved && GroupRules.NeverEnds(incident))
            {
                await EndWithParentAsync(incident, parentId, now);
            }
            else if (incident.Phase is IncidentPhase.Open && await definitions.TellsAsync(incident.Workspace))
            {
                await store.CommitAsync(IncidentChange.None(incident), alarms: [IncidentAlarms.Set(IncidentWake.Group, now + GroupRules.AfterParent)]);
            }
            return true;
        });
        if (store.State.Incident is { } after) TellCorrelator(after);
    }

    private Task<Incident> EndWithParentAsync(Incident incident, string parentId, DateTimeOffset now, ImmutableArray<AlarmChange> alarms = default)
    {
        var change = IncidentChange.None(incident);
        var ends = ImmutableArray.CreateBuilder<AlertChange>();
        foreach (var alert in incident.Alerts.Where(alert => alert.Firing))
        {
            change = change.Then(i => AlertLifecycleRules.AlertResolved(i, alert.Identity, "system", now, now));
            ends.Add(new AlertEnds(alert.Identity, now.ToUnixTimeMilliseconds(), null, null));
        }
        // Reopened by a person, it has no alert that fires.
        change = change.Then(i => IncidentRules.Resolve(i, "system", null, human: false, now, now));
        var said = new TimelineEvent(EventTypes.ResolvedWithParent, "system", now, EventPayload.Of(("parent_id", parentId)));
        return CommitAsync(change with { Events = change.Events.Insert(0, said) }, ends.ToImmutable(), alarms: alarms);
    }

    /// <summary>A step may be due. A child of a group asks first whether the group tells for it.</summary>
    private async Task LookAsync(Incident incident, DateTimeOffset dueAt, AlarmFired fired, DateTimeOffset now)
    {
        var silenced = incident.Phase is IncidentPhase.Resolved
            ? IncidentChange.None(incident)
            : SilenceRules.Mark(incident, SilenceRules.MarkFor(incident, await silences.OfAsync(incident.Workspace), now), null, now);
        var current = silenced.Incident;
        var context = await AroundAsync(incident, now, withOthers: true);
        var parent = await ParentAsync(incident);
        if (parent is { Phase: IncidentPhase.Resolved } && current.Phase is not IncidentPhase.Resolved && GroupRules.NeverEnds(current))
        {
            // It joined while its parent ended.
            await EndWithParentAsync(incident, parent.Id, now, [fired]);
            return;
        }
        var reaction = parent is null or { Phase: IncidentPhase.Resolved } || (IsOwn(current) && current.Severity > parent.Severity)
            ? EscalationTurns.Escalate(current, dueAt, context)
            : IsOwn(current) ? EscalationTurns.Cancel(current, parent.Id, context)
            : GroupRules.Child(current, parent, context);
        await TurnAsync(incident, reaction with { Change = silenced.Then(_ => reaction.Change) }, fired);
    }

    /// <summary>It escalates by itself: it did so before it became part of a group.</summary>
    private static bool IsOwn(Incident incident) => incident.Escalation is { Status: EscalationStatus.Active };

    private async Task TellChildrenAsync(Incident incident, AlarmFired fired)
    {
        if (incident.Phase is not IncidentPhase.Open)
        {
            var actor = (incident.Phase is IncidentPhase.Acknowledged ? incident.AcknowledgedBy : incident.ResolvedBy) ?? "system";
            foreach (var some in (await reads.ChildrenAsync(incident.Workspace, incident.Id)).Chunk(ChildrenAtOnce))
            {
                await Task.WhenAll(some.Select(child => grains
                    .GetGrain<IIncidentGrain>(GrainKeys.Incident(incident.Workspace, child.IncidentId)).ParentChangedAsync(incident.Id, incident.Phase, actor)));
            }
        }
        await store.CommitAsync(IncidentChange.None(incident), alarms: [fired]);
    }

    /// <summary>Writes a change with all that follows from it.</summary>
    /// <param name="from">The source whose signal it was.</param>
    private async Task<Incident> CommitAsync(
        IncidentChange change, ImmutableArray<AlertChange> alerts = default, AlertSplit? split = null, ImmutableArray<AlarmChange> alarms = default, string? from = null)
    {
        var before = store.State.Incident!;
        if (Changes(before, change.Incident)) return await WriteAsync(before, ReactionRules.Of(before, change, await AroundAsync(before, clock.GetUtcNow(), from)), alerts, split, alarms);
        return await WriteAsync(before, IncidentReaction.None(change), alerts, split, alarms);
    }

    /// <summary>Something that others may have to hear of.</summary>
    private static bool Changes(Incident before, Incident after) =>
        before.Phase != after.Phase || before.Severity != after.Severity || before.Flapping != after.Flapping
        || before.SnoozedUntil != after.SnoozedUntil || before.Silenced != after.Silenced;

    /// <summary>Writes what an alarm led to, in place of the alarm.</summary>
    private Task<Incident> TurnAsync(Incident before, IncidentReaction reaction, AlarmFired fired) => WriteAsync(before, reaction, alarms: [fired]);

    private async Task<Incident> WriteAsync(
        Incident before, IncidentReaction reaction, ImmutableArray<AlertChange> alerts = default, AlertSplit? split = null, ImmutableArray<AlarmChange> alarms = default)
    {
        ImmutableArray<AlarmChange> said = alarms.IsDefault ? [] : alarms;
        var after = reaction.Change.Incident;
        var follow = IncidentAlarms.Of(before, after, clock.GetUtcNow(), options).Where(alarm => said.All(other => other.Name != alarm.Name)).ToList();
        // The earliest of a name; where an alarm has just fired, it need not be cleared.
        foreach (var wake in reaction.Wakes.GroupBy(wake => wake.Name))
        {
            if (wake.Min(w => w.At) is { } at) follow.Add(IncidentAlarms.Set(wake.Key, at));
            else if (said.All(other => other.Name != wake.Key)) follow.Add(new AlarmClear(wake.Key));
        }
        if (before.Phase != after.Phase && after.Phase is not IncidentPhase.Open && await HasChildrenAsync(after)) follow.Add(IncidentAlarms.Set(IncidentWake.Children, clock.GetUtcNow()));
        var written = await store.CommitAsync(reaction.Change, alerts, split, [.. said, .. follow], reaction.Messages);
        EscalationMetrics.Committed(before, written);
        WakeDestinations(reaction.Messages);
        return written;
    }

    /// <summary>Their alarm would call them too, up to a second later.</summary>
    private void WakeDestinations(ImmutableArray<OutboxMessage> messages)
    {
        foreach (var key in messages.Select(message => GrainKeys.Destination(message.Workspace, message.Channel, message.Address)).Distinct())
            _ = grains.GetGrain<IDestinationGrain>(key).WakeAsync();
    }

    private async ValueTask<TellContext> AroundAsync(Incident incident, DateTimeOffset now, string? from = null, bool withOthers = false)
    {
        var decided = await definitions.OfAsync(incident.Workspace);
        return new()
        {
            Definitions = decided,
            Now = now,
            Duty = OnCallNow.Of(decided),
            PublicUrl = tell.PublicUrl,
            From = from,
            Others = withOthers && !decided.IsEmpty && await index.GroupOfAsync(incident.Workspace, incident.Id) is not null
                ? (await reads.ChildrenAsync(incident.Workspace, incident.Id)).Length
                : 0,
        };
    }

    private async ValueTask<Incident?> ParentAsync(Incident incident) =>
        (await reads.FactsAsync(incident.Workspace, incident.Id))?.ParentId is { } parent ? (await reads.FindAsync(incident.Workspace, parent))?.Incident : null;

    private async ValueTask<bool> HasChildrenAsync(Incident incident) =>
        await index.GroupOfAsync(incident.Workspace, incident.Id) is not null && !(await reads.ChildrenAsync(incident.Workspace, incident.Id)).IsEmpty;
}
