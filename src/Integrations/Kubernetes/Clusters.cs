using System.Collections.Frozen;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Grains.Actions;

namespace AiSre.Integrations.Kubernetes;

/// <summary>The configured clusters by name, each with its connection. Whoever wants one has to say for which workspace.</summary>
internal sealed class Clusters : IWorkspaceClusters, IDisposable
{
    private readonly FrozenDictionary<string, ClusterConnection> connections;
    private readonly ClusterDefinitions definitions;
    private readonly TimeProvider clock;

    /// <param name="access">How each is reached.</param>
    /// <param name="definitions">Whose each is.</param>
    /// <param name="limits">For each.</param>
    /// <param name="clock">For time limits and certificates.</param>
    public Clusters(IEnumerable<ClusterAccess> access, ClusterDefinitions definitions, ClusterLimits limits, TimeProvider clock)
    {
        connections = access.ToFrozenDictionary(one => one.Name, one => new ClusterConnection(one, limits, clock), StringComparer.OrdinalIgnoreCase);
        (this.definitions, this.clock) = (definitions, clock);
    }

    public IClusterGateway Gateway(string workspace) => new ClusterGateway(Of(workspace));

    public IClusterEvidence Evidence(string workspace) => new ClusterEvidence(Of(workspace));

    public OwnClusters Of(string workspace) => new(workspace, definitions, connections, clock);

    public void Dispose()
    {
        foreach (var connection in connections.Values) connection.Dispose();
    }
}
