namespace AiSre.Domain.Incidents;

/// <summary>Where an incident stands. The numbers are stored; never renumber.</summary>
public enum IncidentPhase
{
    Open = 0,
    Acknowledged = 1,
    Resolved = 2,
}

public static class IncidentPhases
{
    /// <summary>The word on the wire.</summary>
    public static string Name(this IncidentPhase phase) => phase switch
    {
        IncidentPhase.Open => "open",
        IncidentPhase.Acknowledged => "acknowledged",
        _ => "resolved",
    };

    /// <summary>Null for a word that is no state.</summary>
    public static IncidentPhase? Parse(string word) => word switch
    {
        "open" => IncidentPhase.Open,
        "acknowledged" => IncidentPhase.Acknowledged,
        "resolved" => IncidentPhase.Resolved,
        _ => null,
    };
}
