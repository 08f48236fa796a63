using AiSre.Domain.Kubernetes;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>A workload and how its pods are found.</summary>
/// <param name="Selector">Narrows the list of pods; whose they are is said by their controllers.</param>
/// <param name="Template">What its pods look like; null for a kind that is not known.</param>
internal sealed record FoundWorkload(WorkloadFacts Facts, V1LabelSelector? Selector, V1PodTemplateSpec? Template);

/// <summary>Workloads of the kinds that Kubernetes has, as facts.</summary>
internal static class WorkloadReading
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    public static FoundWorkload Of(V1Deployment deployment)
    {
        var (spec, status) = (deployment.Spec, deployment.Status);
        return new(Facts("Deployment", deployment.Metadata, spec.Template) with
        {
            DesiredReplicas = spec.Replicas ?? 1,
            ReadyReplicas = status?.ReadyReplicas ?? 0,
            UpdatedReplicas = status?.UpdatedReplicas ?? 0,
            IsPaused = spec.Paused ?? false,
            IsRollingOut = IsBehind(deployment.Metadata, status?.ObservedGeneration)
                || (status?.Replicas ?? 0) > (status?.UpdatedReplicas ?? 0)
                || IsProgressing(status?.Conditions),
            Revision = deployment.Metadata.Annotations?.TryGetValue(RevisionAnnotation, out var revision) is true ? revision : null,
        }, spec.Selector, spec.Template);
    }

    public static FoundWorkload Of(V1ReplicaSet set) => new(Facts("ReplicaSet", set.Metadata, set.Spec.Template) with
    {
        DesiredReplicas = set.Spec.Replicas ?? 1,
        ReadyReplicas = set.Status?.ReadyReplicas ?? 0,
        UpdatedReplicas = set.Status?.Replicas ?? 0,
        IsRollingOut = IsBehind(set.Metadata, set.Status?.ObservedGeneration),
    }, set.Spec.Selector, set.Spec.Template);

    public static FoundWorkload Of(V1StatefulSet set)
    {
        var (spec, status) = (set.Spec, set.Status);
        var desired = spec.Replicas ?? 1;
        // Ordinals below the partition keep the old revision on purpose, and with OnDelete all do.
        var due = spec.UpdateStrategy?.Type is "OnDelete" ? 0 : desired - Math.Min(desired, spec.UpdateStrategy?.RollingUpdate?.Partition ?? 0);
        return new(Facts("StatefulSet", set.Metadata, spec.Template) with
        {
            DesiredReplicas = desired,
            ReadyReplicas = status?.ReadyReplicas ?? 0,
            UpdatedReplicas = status?.UpdatedReplicas ?? 0,
            IsRollingOut = IsBehind(set.Metadata, status?.ObservedGeneration)
                || (status?.UpdateRevision != status?.CurrentRevision && (status?.UpdatedReplicas ?? 0) < due),
            Revision = status?.UpdateRevision,
        }, spec.Selector, spec.Template);
    }

    public static FoundWorkload Of(V1DaemonSet set)
    {
        var status = set.Status;
        return new(Facts("DaemonSet", set.Metadata, set.Spec.Template) with
        {
            DesiredReplicas = status?.DesiredNumberScheduled ?? 0,
            ReadyReplicas = status?.NumberReady ?? 0,
            UpdatedReplicas = status?.UpdatedNumberScheduled ?? 0,
            IsRollingOut = IsBehind(set.Metadata, status?.ObservedGeneration) || (set.Spec.UpdateStrategy?.Type is not "OnDelete"
                && (status?.UpdatedNumberScheduled ?? 0) < (status?.DesiredNumberScheduled ?? 0)),
        }, set.Spec.Selector, set.Spec.Template);
    }

    public static FoundWorkload Of(V1Job job) => new(Facts("Job", job.Metadata, job.Spec.Template) with
    {
        DesiredReplicas = job.Spec.Parallelism ?? 1,
        ReadyReplicas = job.Status?.Ready ?? 0,
        UpdatedReplicas = job.Status?.Active ?? 0,
        IsPaused = job.Spec.Suspend ?? false,
        BackoffLimit = job.Spec.BackoffLimit ?? 6,
        HasPodFailurePolicy = job.Spec.PodFailurePolicy is not null,
        FailedPods = job.Status?.Failed ?? 0,
    }, job.Spec.Selector, job.Spec.Template);

    /// <summary>A kind of somebody else's: what is known is that it owns the pod.</summary>
    public static FoundWorkload Of(ObjectRef owner) => new(new() { Ref = owner, ResourceVersion = "" }, null, null);

    private static WorkloadFacts Facts(string kind, V1ObjectMeta meta, V1PodTemplateSpec? template)
    {
        var (cpu, memory) = Quantities.Requests(template?.Spec);
        return new()
        {
            Ref = PodReading.Ref(kind, meta),
            ResourceVersion = meta.ResourceVersion ?? "",
            Controller = PodReading.Controller(meta),
            Labels = PodReading.Texts(meta.Labels),
            Annotations = PodReading.Texts(meta.Annotations),
            CpuRequest = cpu,
            MemoryRequest = memory,
            Generation = meta.Generation ?? 0,
            DeletionTimestamp = PodReading.Utc(meta.DeletionTimestamp),
        };
    }

    private static bool IsBehind(V1ObjectMeta meta, long? observed) => (observed ?? 0) < (meta.Generation ?? 0);

    /// <summary>The controller says when a rollout is over; what is unready after that is no rollout, and one that failed has stopped.</summary>
    private static bool IsProgressing(IList<V1DeploymentCondition>? conditions) =>
        conditions?.FirstOrDefault(condition => condition.Type is "Progressing")?.Reason is "ReplicaSetUpdated" or "NewReplicaSetCreated"
            or "FoundNewReplicaSet";
}
