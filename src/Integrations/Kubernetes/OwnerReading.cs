using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>A workload, and the UIDs that its pods have as controllers.</summary>
/// <param name="ReplicaSet">The one between the pod and its Deployment.</param>
internal sealed record OwnedPods(FoundWorkload Workload, ImmutableHashSet<string> Controllers, ObjectRef? ReplicaSet)
{
    public bool Own(V1Pod pod) => PodReading.Controller(pod.Metadata) is { } controller && Controllers.Contains(controller.Uid);
}

/// <summary>Finds what keeps a pod alive, by controller references: names may belong to somebody else by now, UIDs may not.</summary>
internal sealed class OwnerReading(ClusterConnection cluster)
{
    /// <summary>Known and null: the pod has no controller, or that is gone.</summary>
    public async Task<Known<OwnedPods>> OfAsync(ObjectRef? controller, CancellationToken cancellation)
    {
        if (controller is null) return default;
        if (controller.Kind is not "ReplicaSet")
        {
            var found = await WorkloadAsync(controller, cancellation);
            return found is { IsKnown: true, Value: null } && !IsKnownKind(controller.Kind)
                ? new(new(WorkloadReading.Of(controller), [controller.Uid], null))
                : found;
        }
        var read = await ReplicaSetAsync(controller, cancellation);
        if (read.Value is not { } set) return new(null, read.Problem);
        if (PodReading.Controller(set.Metadata) is not { Kind: "Deployment" } owner) return new(new(WorkloadReading.Of(set), [controller.Uid], null));

        var deployment = await WorkloadAsync(owner, cancellation);
        if (deployment.Value is not { } owned) return deployment;
        var revision = set.Metadata.Annotations?.TryGetValue(WorkloadReading.RevisionAnnotation, out var known) is true ? known : null;
        return new(owned with
        {
            Workload = owned.Workload with { Facts = owned.Workload.Facts with { PodRevision = revision } },
            ReplicaSet = controller,
        });
    }

    /// <summary>By kind, name and UID; an empty UID takes whichever has the name. Known and null: there is none, or not of that UID.</summary>
    public async Task<Known<OwnedPods>> WorkloadAsync(ObjectRef target, CancellationToken cancellation)
    {
        var (ns, name) = (target.Namespace, target.Name);
        switch (target.Kind)
        {
            case "Deployment":
                return await DeploymentAsync(target, cancellation);
            case "ReplicaSet":
                var set = await ReplicaSetAsync(target, cancellation);
                return Found(set.Value is null ? null : WorkloadReading.Of(set.Value), set.Problem, target);
            case "StatefulSet":
                var stateful = await cluster.FindAsync($"get statefulset {ns}/{name}",
                    (api, call) => api.AppsV1.ReadNamespacedStatefulSetAsync(name, ns, cancellationToken: call), cancellation);
                return Found(stateful.Value is null ? null : WorkloadReading.Of(stateful.Value), stateful.Problem, target);
            case "DaemonSet":
                var daemon = await cluster.FindAsync($"get daemonset {ns}/{name}",
                    (api, call) => api.AppsV1.ReadNamespacedDaemonSetAsync(name, ns, cancellationToken: call), cancellation);
                return Found(daemon.Value is null ? null : WorkloadReading.Of(daemon.Value), daemon.Problem, target);
            case "Job":
                var job = await cluster.FindAsync($"get job {ns}/{name}",
                    (api, call) => api.BatchV1.ReadNamespacedJobAsync(name, ns, cancellationToken: call), cancellation);
                return Found(job.Value is null ? null : WorkloadReading.Of(job.Value), job.Problem, target);
            default:
                return default;
        }
    }

    public static bool IsKnownKind(string kind) => kind is "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job";

    private async Task<Known<OwnedPods>> DeploymentAsync(ObjectRef target, CancellationToken cancellation)
    {
        var (ns, name) = (target.Namespace, target.Name);
        var read = await cluster.FindAsync($"get deployment {ns}/{name}",
            (api, call) => api.AppsV1.ReadNamespacedDeploymentAsync(name, ns, cancellationToken: call), cancellation);
        if (read.Value is not { } deployment || !IsIt(deployment.Metadata, target)) return new(null, read.Problem);
        var sets = await cluster.KnownAsync($"list replicasets in {ns}", () => cluster.AllAsync<V1ReplicaSetList, V1ReplicaSet>(
            (api, next, call) => api.AppsV1.ListNamespacedReplicaSetAsync(ns, continueParameter: next, limit: cluster.Limits.Page,
                labelSelector: Selectors.Text(deployment.Spec.Selector), cancellationToken: call), cancellation));
        return sets.Value is { } all
            ? new(new(WorkloadReading.Of(deployment), [.. all.Where(set => PodReading.Controller(set.Metadata)?.Uid == deployment.Metadata.Uid)
                .Select(set => set.Metadata.Uid)], null))
            : new(null, sets.Problem);
    }

    private async Task<Known<V1ReplicaSet>> ReplicaSetAsync(ObjectRef target, CancellationToken cancellation)
    {
        var read = await cluster.FindAsync($"get replicaset {target.Namespace}/{target.Name}",
            (api, call) => api.AppsV1.ReadNamespacedReplicaSetAsync(target.Name, target.Namespace, cancellationToken: call), cancellation);
        return read.Value is { } set && !IsIt(set.Metadata, target) ? default : read;
    }

    private static Known<OwnedPods> Found(FoundWorkload? workload, string? problem, ObjectRef target) =>
        workload is null || (target.Uid.Length > 0 && workload.Facts.Ref.Uid != target.Uid)
            ? new(null, problem)
            : new(new(workload, [workload.Facts.Ref.Uid], null));

    private static bool IsIt(V1ObjectMeta meta, ObjectRef target) => target.Uid.Length == 0 || meta.Uid == target.Uid;
}
