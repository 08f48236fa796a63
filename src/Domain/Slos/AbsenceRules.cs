using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>When silence is told.</summary>
public static class AbsenceRules
{
    /// <summary>
    /// There was something once, and there has been nothing for too long, whether the source says so or cannot be asked. Where nobody has ever sent
    /// anything the level says so, and nobody is called.
    /// </summary>
    public static bool IsAbsent(SloDefinition definition, SloReading reading, DateTimeOffset now) =>
        definition.Source is not IncidentSloSource && reading.LastData is { } last
            && now - last > TimeSpan.FromMinutes(definition.Alerting.AbsentAfterMinutes);
}
