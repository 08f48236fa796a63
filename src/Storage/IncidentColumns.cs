using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Storage;

/// <summary>Columns of an incident's row that repeat a part of its document, for lists that count and filter all incidents.</summary>
internal static class IncidentColumns
{
    /// <summary>1 while nobody is told of an open incident, else null.</summary>
    public static int? Silenced(Incident incident) => incident.Silenced is not null && incident.Phase is not IncidentPhase.Resolved ? 1 : null;

    /// <summary>Whose team it is.</summary>
    public static string? Scope(Incident incident) => ServiceScope.Of(incident.Subject);

    public static string? Owner(Incident incident) => StandingRules.OwnerOf(incident);

    public static long? SnoozedUntil(Incident incident) => incident.SnoozedUntil?.ToUnixTimeMilliseconds();

    /// <summary>1 or null.</summary>
    public static int? Flapping(Incident incident) => incident.Flapping ? 1 : null;
}
