using System.Collections.Immutable;

namespace AiSre.Domain.Kubernetes;

/// <summary>A PodDisruptionBudget that selects the pod.</summary>
/// <param name="UnhealthyPodEvictionPolicy"><c>IfHealthyBudget</c> (the default) or <c>AlwaysAllow</c>.</param>
/// <param name="IsCurrent">Its controller has seen the newest spec; until then the API server allows no eviction under it.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.budget")]
public sealed record DisruptionBudgetFacts(
    [property: Id(0)] string Name, [property: Id(1)] int DisruptionsAllowed, [property: Id(2)] int CurrentHealthy,
    [property: Id(3)] int DesiredHealthy, [property: Id(4)] string UnhealthyPodEvictionPolicy, [property: Id(5)] bool IsCurrent = true);

/// <summary>Something that sets a workload's replicas by itself: a HorizontalPodAutoscaler, or what stands behind it.</summary>
/// <param name="Kind"><c>HorizontalPodAutoscaler</c>, <c>ScaledObject</c> (KEDA).</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.autoscaler")]
public sealed record AutoscalerFacts(
    [property: Id(0)] string Kind, [property: Id(1)] string Name, [property: Id(2)] int Min, [property: Id(3)] int Max,
    [property: Id(4)] int Current);

/// <summary>A ResourceQuota's room for one resource.</summary>
/// <param name="Resource"><c>pods</c>, <c>requests.cpu</c> (millicores), <c>requests.memory</c> (bytes).</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.quota")]
public sealed record QuotaFacts(
    [property: Id(0)] string Name, [property: Id(1)] string Resource, [property: Id(2)] long Hard, [property: Id(3)] long Used);

/// <summary>What a node that takes pods has left: allocatable less the requests of its pods.</summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.node-room")]
public sealed record NodeRoom([property: Id(0)] string Node, [property: Id(1)] long Cpu, [property: Id(2)] long Memory, [property: Id(3)] int Pods);

/// <summary>How a namespace is.</summary>
/// <param name="IsTerminating">It is being deleted.</param>
/// <param name="Workloads">Deployments, stateful sets and daemon sets that want at least one pod.</param>
/// <param name="Unready">Those of them with fewer ready pods than they want.</param>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.namespace")]
public sealed record NamespaceFacts([property: Id(0)] bool IsTerminating, [property: Id(1)] int Workloads, [property: Id(2)] int Unready);

/// <summary>
/// Everything that the guard wants to know of an action's target, read once: what cannot be read is said, one by one. A pod's part is empty for an
/// action on a deployment.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.target")]
public sealed record TargetFacts
{
    /// <summary>The cluster's name in <c>config/clusters.yaml</c>.</summary>
    [Id(0)] public required string Cluster { get; init; }

    [Id(1)] public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Known and null: there is no such pod.</summary>
    [Id(2)] public Known<PodFacts> Pod { get; init; }

    /// <summary>Known and null: there is no such workload, or the pod has none.</summary>
    [Id(3)] public Known<WorkloadFacts> Workload { get; init; }

    /// <summary>The ReplicaSet between the pod and its Deployment; null where there is none.</summary>
    [Id(4)] public ObjectRef? ReplicaSet { get; init; }

    /// <summary>All pods of the workload that are not being deleted, the pod itself among them.</summary>
    [Id(5)] public Known<ImmutableArray<PodFacts>?> Siblings { get; init; }

    [Id(6)] public Known<ImmutableArray<DisruptionBudgetFacts>?> Budgets { get; init; }
    [Id(7)] public Known<ImmutableArray<AutoscalerFacts>?> Autoscalers { get; init; }

    /// <summary>Known and null for an action on a pod: the new one takes the old one's place.</summary>
    [Id(8)] public Known<ImmutableArray<QuotaFacts>?> Quotas { get; init; }

    /// <summary>
    /// Nodes that take pods: ready, schedulable and without a taint that keeps pods off. Known and null unless a deployment is to be scaled.
    /// </summary>
    [Id(9)] public Known<ImmutableArray<NodeRoom>?> Nodes { get; init; }

    /// <summary>Known and null: there is no such namespace.</summary>
    [Id(10)] public Known<NamespaceFacts> Namespace { get; init; }
}
