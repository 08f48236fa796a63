namespace AiSre.Domain.Access;

/// <summary>What a key may do. Each role of people includes the ones before it; <see cref="Ingest"/> stands aside and may only send.</summary>
public enum Role
{
    /// <summary>Sends alerts, deploys and SLO events; reads nothing.</summary>
    Ingest,

    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Acknowledges, resolves, runs and approves up to one workload; may also send.</summary>
    Operator,

    /// <summary>Everything, policies, autonomy, kill switch and audit included.</summary>
    Admin,
}

public static class RoleRules
{
    /// <summary>Whether a caller of this role may use an endpoint that asks for <paramref name="needed"/>.</summary>
    public static bool Covers(this Role role, Role needed) =>
        needed is Role.Ingest ? role is Role.Ingest or Role.Operator or Role.Admin : role >= needed;

    /// <summary>As keys, answers and the audit spell it.</summary>
    public static string Word(this Role role) => role switch
    {
        Role.Ingest => "ingest",
        Role.Viewer => "viewer",
        Role.Operator => "operator",
        _ => "admin",
    };

    /// <summary>Null when there is no such role. Case does not count.</summary>
    public static Role? Parse(string word) => word.ToLowerInvariant() switch
    {
        "ingest" => Role.Ingest,
        "viewer" => Role.Viewer,
        "operator" => Role.Operator,
        "admin" => Role.Admin,
        _ => null,
    };
}
