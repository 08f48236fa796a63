using System.Collections.Immutable;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>What happens to a child of a group with its parent.</summary>
internal sealed class ParentFollower(IncidentWriter writer, IDefinitions definitions, TimeProvider clock)
{
    /// <summary>The parent was acknowledged or resolved.</summary>
    /// <returns>False when there is no such child.</returns>
    public async Task<bool> FollowAsync(string parentId, IncidentPhase phase, string actor)
    {
        if (writer.Incident is not { } incident) return false;
        var now = clock.GetUtcNow();
        if (phase is IncidentPhase.Acknowledged)
        {
            await writer.CommitAsync(IncidentRules.Acknowledge(incident, actor, $"with {parentId}, which leads its group", human: false, now));
        }
        else if (incident.Phase is not IncidentPhase.Resolved && GroupRules.NeverEnds(incident))
        {
            await ResolveWithParentAsync(incident, parentId, now);
        }
        else if (incident.Phase is IncidentPhase.Open && await definitions.TellsAsync(incident.Workspace))
        {
            await writer.CommitAsync(IncidentChange.None(incident), alarms: [AlarmSet.At(IncidentWake.Group, now + GroupRules.AfterParent)]);
        }
        return true;
    }

    /// <summary>For a child whose source never says that it is over.</summary>
    public Task<Incident> ResolveWithParentAsync(Incident incident, string parentId, DateTimeOffset now, ImmutableArray<AlarmChange> alarms = default)
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
        return writer.CommitAsync(change with { Events = change.Events.Insert(0, said) }, ends.ToImmutable(), alarms: alarms);
    }
}
