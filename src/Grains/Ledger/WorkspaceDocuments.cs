namespace AiSre.Grains.Ledger;

/// <summary>The kinds of documents that say how a workspace is.</summary>
public static class WorkspaceDocuments
{
    /// <summary>The type of the grain, whose state it is.</summary>
    public const string State = "workspace";

    /// <summary>There while it is suspended: found without a look at all workspaces.</summary>
    public const string Held = "workspace-held";
}
