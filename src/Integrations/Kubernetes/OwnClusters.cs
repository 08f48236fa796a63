using System.Collections.Frozen;
using AiSre.Domain.Definitions.Clusters;

namespace AiSre.Integrations.Kubernetes;

/// <summary>The clusters of one workspace, and of each no more than its namespaces. There is no way past it to a connection.</summary>
internal sealed class OwnClusters(
    string workspace, ClusterDefinitions definitions, FrozenDictionary<string, ClusterConnection> connections, TimeProvider clock)
{
    public TimeProvider Clock => clock;

    public IReadOnlyCollection<string> Names =>
        [.. definitions.Of(workspace).Select(cluster => cluster.Name).Where(connections.ContainsKey).Order(StringComparer.Ordinal)];

    /// <param name="name">Of the cluster.</param>
    /// <param name="inNamespace">Where something is read or done; empty for what is in no namespace.</param>
    /// <param name="why">Why not, where it cannot.</param>
    /// <param name="names">What else becomes part of a path.</param>
    /// <returns>Null: it is not this workspace's, or a name is none.</returns>
    public ClusterConnection? Reach(string name, string inNamespace, out string why, params ReadOnlySpan<string?> names)
    {
        var found = Find(name, inNamespace);
        var wrong = found is null ? Missing(name, inNamespace) : PathNames.Problem([inNamespace, .. names]);
        why = wrong ?? "";
        return wrong is null ? found : null;
    }

    public bool Has(string name, string inNamespace) => definitions.Find(workspace, name)?.Shares.Has(workspace, inNamespace) is true;

    /// <summary>Also of those that no API server is known of.</summary>
    public IEnumerable<ClusterDefinition> Definitions => definitions.Of(workspace);

    /// <summary>Null: it is not this workspace's.</summary>
    public ClusterDefinition? Definition(string name) => definitions.Find(workspace, name);

    public string? Resolve(string? label)
    {
        var name = string.IsNullOrWhiteSpace(label) ? definitions.DefaultOf(workspace) : label.Trim();
        return name is not null && Find(name, "") is { } found ? found.Name : null;
    }

    private ClusterConnection? Find(string name, string inNamespace) => Has(name, inNamespace) ? connections.GetValueOrDefault(name) : null;

    /// <summary>Why a cluster cannot be asked.</summary>
    public string Missing(string name, string inNamespace) =>
        Find(name, "") is { } found ? $"the namespace '{OneLine.Of(inNamespace)}' of cluster {found.Name} does not belong to this workspace"
        : Names is { Count: > 0 } names ? $"unknown cluster '{OneLine.Of(name)}'; configured are {string.Join(", ", names)}"
        : "unavailable: no cluster is configured";
}
