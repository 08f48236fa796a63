using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Storage;

/// <summary>What the timelines say about a new incident's place in a group, the same in every dialect.</summary>
internal static class GroupEvents
{
    public static IEnumerable<(string IncidentId, TimelineEvent Event)> Of(Incident incident, Placement placement)
    {
        if (placement.ParentId is { } parent)
        {
            yield return (incident.Id, Event(incident, EventTypes.IncidentGrouped, "parent_id", parent, placement));
            yield return (parent, Event(incident, EventTypes.ChildJoined, "incident_id", incident.Id, placement));
        }
        foreach (var adopted in placement.Adopted) yield return (adopted, Event(incident, EventTypes.IncidentGrouped, "parent_id", incident.Id, placement));
    }

    private static TimelineEvent Event(Incident incident, string type, string other, string id, Placement placement) =>
        new(type, "system", incident.CreatedAt, EventPayload.Of((other, id), ("correlation_reason", placement.Reason)));
}
