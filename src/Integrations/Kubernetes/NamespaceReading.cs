using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>How a namespace is: whether it is going away, and how many of its workloads are unready.</summary>
internal static class NamespaceReading
{
    public static async Task<Known<NamespaceFacts>> NamespaceAsync(this ClusterConnection cluster, string ns, CancellationToken cancellation)
    {
        var space = cluster.FindAsync($"get namespace {ns}",
            (api, call) => api.CoreV1.ReadNamespaceAsync(ns, cancellationToken: call), cancellation);
        var limit = cluster.Limits.Page;
        var deployments = cluster.KnownAsync($"list deployments in {ns}", () => cluster.AllAsync<V1DeploymentList, V1Deployment>(
            (api, next, call) => api.AppsV1.ListNamespacedDeploymentAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            cancellation));
        var stateful = cluster.KnownAsync($"list statefulsets in {ns}", () => cluster.AllAsync<V1StatefulSetList, V1StatefulSet>(
            (api, next, call) => api.AppsV1.ListNamespacedStatefulSetAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            cancellation));
        var daemons = cluster.KnownAsync($"list daemonsets in {ns}", () => cluster.AllAsync<V1DaemonSetList, V1DaemonSet>(
            (api, next, call) => api.AppsV1.ListNamespacedDaemonSetAsync(ns, continueParameter: next, limit: limit, cancellationToken: call),
            cancellation));
        await Task.WhenAll(space, deployments, stateful, daemons);

        if (((await space).Problem ?? (await deployments).Problem ?? (await stateful).Problem ?? (await daemons).Problem) is { } problem)
            return new(null, problem);
        if ((await space).Value is not { } found) return default;
        var wanted = (await deployments).Value!.Select(WorkloadReading.Of)
            .Concat((await stateful).Value!.Select(WorkloadReading.Of)).Concat((await daemons).Value!.Select(WorkloadReading.Of))
            .Where(workload => workload.Facts.DesiredReplicas > 0).ToList();
        return new(new(
            found.Metadata.DeletionTimestamp is not null || found.Status?.Phase is "Terminating",
            wanted.Count,
            wanted.Count(workload => workload.Facts.ReadyReplicas < workload.Facts.DesiredReplicas)));
    }
}
