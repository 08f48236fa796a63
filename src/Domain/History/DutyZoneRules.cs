using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;
using NodaTime;

namespace AiSre.Domain.History;

/// <summary>
/// By whose clock somebody is woken: that of the rotation in which the person takes turns, else of the team that looks after the service, else UTC.
/// </summary>
public static class DutyZoneRules
{
    public static DateTimeZone Of(WorkspaceDefinitions definitions, RememberedIncident incident)
    {
        var person = incident.Pages.SelectMany(page => page.People).FirstOrDefault();
        var layer = definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal).SelectMany(team => team.Layers)
            .FirstOrDefault(layer => person is not null && layer.Members.Contains(person));
        var name = layer?.TimeZone ?? TeamRules.Of(definitions, incident.Service)?.TimeZone;
        return name is not null && LocalTimes.IsZone(name) ? LocalTimes.Zone(name) : DateTimeZone.Utc;
    }
}
