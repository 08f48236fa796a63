using AiSre.Domain.Incidents;

namespace AiSre.Domain.Escalation;

/// <summary>What keeps an incident from telling anybody for a while.</summary>
public static class HoldRules
{
    /// <summary>Why nobody is told for now; null when nothing speaks against it.</summary>
    public static EscalationHold? Of(Incident incident, DateTimeOffset now) =>
        incident.Silenced is { } silence && silence.Until > now ? new(silence.Maintenance ? "maintenance" : "silenced", silence.Until)
        : incident.SnoozedUntil is { } until && until > now ? new("snoozed", until)
        // Its end wakes the escalation; the hour is only a net.
        : incident.Flapping && incident.Escalation is { DespiteFlapping: false } ? new("flapping", now.AddHours(1))
        : null;
}
