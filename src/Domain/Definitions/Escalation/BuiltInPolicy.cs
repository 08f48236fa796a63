namespace AiSre.Domain.Definitions.Escalation;

/// <summary>
/// The policy of workspaces that define none for an incident (docs/rules/escalation.md): who is on call, then the contact, then the admins.
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
}
