namespace AiSre.Domain.Incidents;

/// <summary>What people may say to an incident at most, by whichever way.</summary>
public static class IncidentLimits
{
    /// <summary>Characters of a note, and of what resolved it.</summary>
    public const int Note = 8_192;

    /// <summary>Characters of the person or team that looks after it.</summary>
    public const int Assignee = 200;

    /// <summary>A week.</summary>
    public const int SnoozeMinutes = 10_080;
}
