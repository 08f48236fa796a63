using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>
/// The clusters of one workspace. Nothing here throws for what a cluster or the network does: a fact that could not be read says why, and a write
/// has an outcome. Each cluster has time limits and connections of its own, so that a slow one costs no other.
/// </summary>
public interface IClusterGateway
{
    /// <summary>The names of the workspace's clusters.</summary>
    IReadOnlyCollection<string> Clusters { get; }

    /// <summary>The cluster that an alert's label means: the default one for none; null for one that the workspace does not have.</summary>
    string? Resolve(string? label);

    /// <summary>Whether a namespace is the workspace's. Where it is not, nothing below asks the cluster.</summary>
    bool Has(string cluster, string inNamespace);

    /// <summary>
    /// Reads side by side what the guard wants to know of a pod or a deployment. Where no deployment has the name and a workload of another kind has
    /// it, that one is in <see cref="TargetFacts.Workload"/>.
    /// </summary>
    Task<TargetFacts> TargetAsync(string cluster, TargetName target, CancellationToken cancellation);

    /// <summary>
    /// The same of a workload of any kind, without a pod and the nodes: what verification looks at, and where the successor of a pod that was
    /// replaced is found. Known and null in <see cref="TargetFacts.Workload"/>: none is there under that name and UID.
    /// </summary>
    Task<TargetFacts> WorkloadAsync(string cluster, ObjectRef workload, CancellationToken cancellation);

    /// <summary>
    /// Evicts, deletes or scales, or asks the API server what would come of it. The target's UID is a precondition of the write.
    /// </summary>
    Task<ProviderResult> ActAsync(PermittedAction action, CancellationToken cancellation);

    /// <summary>What became of a pod: for an eviction whose answer was lost. Of a scale, <see cref="WorkloadAsync"/> tells.</summary>
    Task<Known<PodFate>> FateAsync(string cluster, ObjectRef pod, CancellationToken cancellation);
}
