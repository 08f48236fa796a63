using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Notifications;

/// <summary>What is worth a line in the log where nobody has decided who is told.</summary>
public static class UnroutedRules
{
    /// <summary>Lines of one workspace; what is beyond is counted and told together.</summary>
    public static RateLimit Lines => new(PerSecond: 1, Burst: 20);

    /// <summary>How long what is beyond is counted.</summary>
    public static readonly TimeSpan Folding = TimeSpan.FromSeconds(10);

    /// <summary>Null: what was done to it, such as an acknowledgement, is no news to somebody who reads the log.</summary>
    public static NotificationKind? KindOf(Incident before, Incident after)
    {
        if (after.Silenced is not null) return null;
        if (after.Phase is IncidentPhase.Resolved) return before.Phase is IncidentPhase.Resolved || after.Flapping ? null : NotificationKind.Resolved;
        // What a silence or flapping has held back is told when that ends.
        if (after.Flapping) return null;
        if (before.Silenced is not null) return NotificationKind.Opened;
        if (before.Flapping || before.Phase is IncidentPhase.Resolved) return NotificationKind.Reopened;
        return after.Severity > before.Severity ? NotificationKind.SeverityRaised : null;
    }
}
