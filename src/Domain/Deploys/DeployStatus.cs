namespace AiSre.Domain.Deploys;

/// <summary>How far a deploy is. Stored: never renumbered.</summary>
public enum DeployStatus
{
    /// <summary>Somebody asked for it, and nothing has changed yet.</summary>
    Pending = 0,

    /// <summary>It is rolling out.</summary>
    Started = 1,

    Succeeded = 2,

    /// <summary>It came to nothing, or to a part of what it should be.</summary>
    Failed = 3,

    /// <summary>Somebody stopped it.</summary>
    Cancelled = 4,
}

/// <summary>The words of the wire.</summary>
public static class DeployStatuses
{
    public static readonly IReadOnlyDictionary<string, DeployStatus> Words = new Dictionary<string, DeployStatus>
    {
        ["pending"] = DeployStatus.Pending,
        ["started"] = DeployStatus.Started,
        ["succeeded"] = DeployStatus.Succeeded,
        ["failed"] = DeployStatus.Failed,
        ["cancelled"] = DeployStatus.Cancelled,
    };

    public static string Word(this DeployStatus status) => Words.First(word => word.Value == status).Key;

    public static bool IsOver(this DeployStatus status) => status >= DeployStatus.Succeeded;
}
