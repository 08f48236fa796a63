using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Clusters;

/// <summary>A cluster that alerts come from: how its API server is reached, and what else says something of it.</summary>
public sealed record ClusterDefinition
{
    /// <summary>What the label of an alert calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of its kubeconfig; null: it has none.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Of the kubeconfig; null: its current one.</summary>
    public string? Context { get; init; }

    /// <summary>It is the cluster that the platform itself runs in, reached by the service account of its pods.</summary>
    public bool IsInCluster { get; init; }

    /// <summary>Whose it is.</summary>
    public ClusterShares Shares { get; init; } = ClusterShares.Unshared;

    /// <summary>Alerts without a cluster's label come from it; null: it does not say.</summary>
    public bool? IsDefault { get; init; }

    public TelemetrySource? Prometheus { get; init; }
    public TelemetrySource? Loki { get; init; }
    public TelemetrySource? Elastic { get; init; }
    public DatadogSource? Datadog { get; init; }

    /// <summary>Full path of a file that stands in for a backend of logs while somebody develops; null: none.</summary>
    public string? Mock { get; init; }
}

/// <summary>A server that keeps a cluster's metrics or logs.</summary>
/// <param name="Tenant">Of Loki: the value of <c>X-Scope-OrgID</c>.</param>
/// <param name="Index">Of Elasticsearch: the pattern of indexes.</param>
/// <param name="Token">Instead of name and password.</param>
public sealed record TelemetrySource(Uri Url, string? Tenant, string? Index, string? Username, string? Password, string? Token);

/// <summary>Datadog as a keeper of logs.</summary>
/// <param name="Site"><c>datadoghq.eu</c> and the like.</param>
public sealed record DatadogSource(string Site, string ApiKey, string AppKey);

/// <summary>All clusters.</summary>
/// <param name="All">In the order of the file.</param>
public sealed record ClusterDefinitions(ImmutableArray<ClusterDefinition> All)
{
    public static ClusterDefinitions None { get; } = new([]);

    /// <summary>Whether a workspace knows of a cluster, whatever the case of its name.</summary>
    public ClusterDefinition? Find(string workspace, string name) =>
        Of(workspace).FirstOrDefault(cluster => cluster.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those that a workspace knows of.</summary>
    public IEnumerable<ClusterDefinition> Of(string workspace) => All.Where(cluster => cluster.Shares.Has(workspace));

    /// <summary>The one that an alert of a workspace without a cluster's label means; null: none.</summary>
    public string? DefaultOf(string workspace)
    {
        var own = Of(workspace).ToList();
        // With one cluster there is nothing to choose from.
        return (own.Find(cluster => cluster.IsDefault is true) ?? (own is [{ IsDefault: null } only] ? only : null))?.Name;
    }
}
