namespace AiSre.Domain.Actions;

/// <summary>What somebody may do with actions; each role includes those before it. Stored numbers stay.</summary>
public enum ActingRole
{
    /// <summary>Looks on.</summary>
    Viewer = 0,

    /// <summary>Tries, runs and approves what hurts one workload at most.</summary>
    Operator = 1,

    /// <summary>Everything, what ends a service included.</summary>
    Admin = 2,
}

public static class ActingRoles
{
    public static string Name(this ActingRole role) => role switch
    {
        ActingRole.Viewer => "viewer",
        ActingRole.Operator => "operator",
        _ => "admin",
    };

    /// <summary>Null: there is none of that name.</summary>
    public static ActingRole? Of(string? name) => name switch
    {
        "viewer" => ActingRole.Viewer,
        "operator" => ActingRole.Operator,
        "admin" => ActingRole.Admin,
        _ => null,
    };

    /// <summary>Whose word an action of this blast radius needs.</summary>
    public static ActingRole ApproverOf(BlastRadius radius) => radius > BlastRadius.SingleWorkload ? ActingRole.Admin : ActingRole.Operator;
}
