using System.Collections.Frozen;

namespace AiSre.Integrations.Kubernetes;

/// <summary>The configured clusters by name, each with its connection.</summary>
internal sealed class Clusters : IDisposable
{
    private readonly FrozenDictionary<string, ClusterConnection> connections;
    private readonly string? standard;

    /// <param name="access">How each is reached.</param>
    /// <param name="standard">Where an alert without a cluster's label came from; null: nowhere known.</param>
    /// <param name="limits">For each.</param>
    /// <param name="clock">For time limits and certificates.</param>
    public Clusters(IEnumerable<ClusterAccess> access, string? standard, ClusterLimits limits, TimeProvider clock)
    {
        connections = access.ToFrozenDictionary(one => one.Name, one => new ClusterConnection(one, limits, clock), StringComparer.OrdinalIgnoreCase);
        (this.standard, Clock) = (standard, clock);
    }

    public TimeProvider Clock { get; }

    public IReadOnlyCollection<string> Names => [.. connections.Values.Select(connection => connection.Name).Order(StringComparer.Ordinal)];

    public ClusterConnection? Find(string name) => connections.GetValueOrDefault(name);

    public string? Resolve(string? label) => 
        (string.IsNullOrWhiteSpace(label) ? standard : label.Trim()) is { } name ? Find(name)?.Name : null;

    /// <summary>Why a cluster cannot be asked.</summary>
    public string Missing(string name) => connections.Count == 0
        ? "unavailable: no cluster is configured"
        : $"unknown cluster '{OneLine.Of(name)}'; configured are {string.Join(", ", Names)}";

    public void Dispose()
    {
        foreach (var connection in connections.Values) connection.Dispose();
    }
}
