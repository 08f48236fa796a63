namespace AiSre.Domain.Incidents;

/// <summary>Whether an incident needs somebody, as people look at it. The numbers are on the wire; never renumber.</summary>
public enum Standing
{
    /// <summary>Open, and nobody has taken it.</summary>
    Nobody = 0,

    /// <summary>Acknowledged, or assigned to somebody.</summary>
    WorkedOn = 1,

    /// <summary>Nobody has it and nobody is told, because somebody wanted it so: silenced, in maintenance, snoozed.</summary>
    Quiet = 2,

    Over = 3,
}

public static class StandingRules
{
    /// <summary>Who has it: to whom it was given, else who has acknowledged it; null: nobody.</summary>
    public static string? OwnerOf(Incident incident) => incident.AssignedTo ?? incident.AcknowledgedBy;

    public static Standing Of(Incident incident, DateTimeOffset now) =>
        Of(incident.Phase, OwnerOf(incident), incident.Silenced is not null, incident.SnoozedUntil, now);

    /// <summary>From what a row of the ledger says.</summary>
    public static Standing Of(IncidentPhase phase, string? owner, bool silenced, DateTimeOffset? snoozedUntil, DateTimeOffset now) =>
        phase is IncidentPhase.Resolved ? Standing.Over
        : phase is IncidentPhase.Acknowledged || owner is not null ? Standing.WorkedOn
        : silenced || snoozedUntil > now ? Standing.Quiet
        : Standing.Nobody;
}
