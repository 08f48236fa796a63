using AiSre.Domain.Actions;

namespace AiSre.Domain.Autonomy;

/// <summary>An executed action as the log has it, whoever asked for it.</summary>
public sealed record LoggedAction
{
    public required ActionName Action { get; init; }
    public required DateTimeOffset At { get; init; }
    public required LoggedResult Result { get; init; }

    /// <summary>Of the incident that it was for; null: of none.</summary>
    public string? Service { get; init; }

    public string? Workload { get; init; }
    public string? IncidentId { get; init; }

    /// <summary>Autonomy asked for it.</summary>
    public bool IsAutonomous { get; init; }

    /// <summary>Of a scale.</summary>
    public int? Replicas { get; init; }

    public int? ReplicasBefore { get; init; }
}

public enum LoggedResult
{
    /// <summary>Nobody has looked yet.</summary>
    Pending = 0,

    /// <summary>Somebody looked, and it had helped.</summary>
    Helped = 1,

    /// <summary>It was not done, or it did not help.</summary>
    Failed = 2,

    /// <summary>Somebody looked, and could not tell.</summary>
    Unverified = 3,
}
