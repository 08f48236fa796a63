using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>What follows from a change of an incident: the change with what was added to it, who must be told, and when to look again.</summary>
public sealed record IncidentReaction(IncidentChange Change, ImmutableArray<OutboxMessage> Messages, ImmutableArray<IncidentWake> Wakes)
{
    public static IncidentReaction None(IncidentChange change) => new(change, [], []);
}
