namespace AiSre.Domain;

/// <summary>The workspace of callers that name none, and of a cluster of which nothing else is said; shown as "Primary Workspace".</summary>
public static class DefaultWorkspace
{
    public const string Id = "default";
}
