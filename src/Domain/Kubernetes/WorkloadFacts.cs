using System.Collections.Immutable;

namespace AiSre.Domain.Kubernetes;

/// <summary>
/// What keeps a pod alive, seen from above: the Deployment and not its ReplicaSet, the CronJob's Job, an operator's own kind as far as it is known.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.kubernetes.workload")]
public sealed record WorkloadFacts
{
    /// <summary>The workload itself: a Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or something of another kind.</summary>
    [Id(0)] public required ObjectRef Ref { get; init; }

    [Id(1)] public required string ResourceVersion { get; init; }

    /// <summary>Who owns the workload: an operator, a custom resource; null: nobody.</summary>
    [Id(2)] public ObjectRef? Controller { get; init; }

    [Id(3)] public int DesiredReplicas { get; init; }
    [Id(4)] public int ReadyReplicas { get; init; }

    /// <summary>Of the newest revision.</summary>
    [Id(5)] public int UpdatedReplicas { get; init; }

    [Id(6)] public bool IsPaused { get; init; }

    /// <summary>
    /// A new revision is on its way in: pods of an older one are left, or the controller has not yet seen the newest spec. Pods that became unready
    /// after it was in are no rollout.
    /// </summary>
    [Id(7)] public bool IsRollingOut { get; init; }

    /// <summary>The revision (of a Deployment), of which <see cref="PodRevision"/> is the pod's.</summary>
    [Id(8)] public string? Revision { get; init; }

    /// <summary>The revision that the pod in question belongs to, where it is known.</summary>
    [Id(9)] public string? PodRevision { get; init; }

    [Id(10)] public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
    [Id(11)] public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Of a Job.</summary>
    [Id(12)] public int? BackoffLimit { get; init; }

    /// <summary>Of a Job: it has a <c>podFailurePolicy</c>.</summary>
    [Id(13)] public bool HasPodFailurePolicy { get; init; }

    /// <summary>What one more replica asks for: millicores and bytes; 0 where its containers name no request.</summary>
    [Id(14)] public long CpuRequest { get; init; }

    [Id(15)] public long MemoryRequest { get; init; }

    /// <summary>Grows with every change of the spec: what a lost answer to a scale is looked up by.</summary>
    [Id(16)] public long Generation { get; init; }

    /// <summary>Set while it is being deleted.</summary>
    [Id(17)] public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Of a Job: pods that have failed so far; each eviction counts as one unless its policy says otherwise.</summary>
    [Id(18)] public int FailedPods { get; init; }
}
