using System.Collections.Immutable;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Definitions.Clusters;

/// <summary>
/// Whose the namespaces of a cluster are. Each is the first workspace's whose globs match it and nobody else's, so that no workload ever has two
/// workspaces that act on it.
/// </summary>
/// <param name="All">In the order in which they are asked.</param>
public sealed record ClusterShares(ImmutableArray<WorkspaceShare> All)
{
    /// <summary>Of a cluster of which nothing else is said.</summary>
    public static ClusterShares Unshared { get; } = new([new(DefaultWorkspace.Id, ["*"])]);

    /// <summary>Whether a workspace has any of it, and so knows of the cluster.</summary>
    public bool Has(string workspace) => All.Any(share => share.Workspace == workspace);

    /// <summary>Whether a namespace is this workspace's. What is in none, such as a node, is everybody's who has any of the cluster.</summary>
    public bool Has(string workspace, string inNamespace) =>
        inNamespace.Length == 0 ? Has(workspace) : OwnerOf(inNamespace) == workspace;

    /// <summary>Null: nobody's.</summary>
    public string? OwnerOf(string inNamespace) =>
        All.FirstOrDefault(share => NamespaceGlob.MatchesAny(share.Namespaces, inNamespace))?.Workspace;
}

/// <param name="Workspace">Who.</param>
/// <param name="Namespaces">Globs.</param>
public sealed record WorkspaceShare(string Workspace, ImmutableArray<string> Namespaces);
