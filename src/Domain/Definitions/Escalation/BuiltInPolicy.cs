using AiSre.Domain.Alerts;

namespace AiSre.Domain.Definitions.Escalation;

/// <summary>
/// The policies of workspaces that define none for an incident (docs/rules/escalation.md): who is on call, then the contact, then the admins; and
/// nobody where that is not worth a page unless somebody has written so.
/// </summary>
public static class BuiltInPolicy
{
    public const string Name = "default";

    public static EscalationPolicy Value { get; } = new()
    {
        Name = Name,
        Levels =
        [
            new() { AfterMinutes = 0, Targets = ["schedule:*"] },
            new() { AfterMinutes = 15, Targets = ["contact:*"] },
            new() { AfterMinutes = 30, Targets = ["role:admin"] },
        ],
        CycleMinutes = 45,
    };

    /// <summary>Pages nobody. The routes hear of the incident all the same.</summary>
    public static EscalationPolicy Nobody { get; } = new() { Name = "none", CycleMinutes = 0 };

    public static EscalationPolicy For(Severity severity) => severity >= Severity.High ? Value : Nobody;
}
