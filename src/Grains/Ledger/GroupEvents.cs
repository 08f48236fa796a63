using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Grains.Ledger;

/// <summary>What the timelines say about a new incident's place in a group.</summary>
internal static class GroupEvents
{
    public static IEnumerable<IncidentEvent> Of(Incident incident, Placement placement)
    {
        if (placement.ParentId is { } parent)
        {
            yield return Event(incident.Id, incident, EventTypes.IncidentGrouped, "parent_id", parent, placement);
            yield return Event(parent, incident, EventTypes.ChildJoined, "incident_id", incident.Id, placement);
        }
        foreach (var adopted in placement.Adopted)
            yield return Event(adopted, incident, EventTypes.IncidentGrouped, "parent_id", incident.Id, placement);
    }

    private static IncidentEvent Event(string of, Incident incident, string type, string other, string id, Placement placement) =>
        new(incident.Workspace, of, new(type, "system", incident.CreatedAt, EventPayload.Of((other, id), ("correlation_reason", placement.Reason))));
}
