using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Kubernetes;
using AiSre.Grains.Actions;
using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>The clusters of a workspace; without any, everything is unavailable and nothing acts.</summary>
internal sealed class ClusterGateway(OwnClusters clusters) : IClusterGateway
{
    public IReadOnlyCollection<string> Clusters => clusters.Names;

    public string? Resolve(string? label) => clusters.Resolve(label);

    public bool Has(string cluster, string inNamespace) => clusters.Has(cluster, inNamespace);

    public Task<TargetFacts> TargetAsync(string cluster, TargetName target, CancellationToken cancellation)
    {
        if (clusters.Reach(cluster, target.Namespace, out var why, target.Pod, target.Deployment) is not { } found) return Unavailable(cluster, why);
        var reader = new TargetReader(found);
        return target.Pod is { } pod
            ? reader.PodAsync(target.Namespace, pod, cancellation)
            : reader.DeploymentAsync(target.Namespace, target.Deployment ?? "", cancellation);
    }

    public Task<TargetFacts> WorkloadAsync(string cluster, ObjectRef workload, CancellationToken cancellation) =>
        clusters.Reach(cluster, workload.Namespace, out var why, workload.Name) is { } found
            ? new TargetReader(found).WorkloadAsync(workload, cancellation)
            : Unavailable(cluster, why);

    public async Task<ProviderResult> ActAsync(PermittedAction action, CancellationToken cancellation)
    {
        var plan = action.Plan;
        // Without a UID the write would meet whichever object has the name.
        if (plan.Target is not { Uid.Length: > 0 } target) return ProviderResult.Failed("The plan names no object by its UID.");
        if (clusters.Reach(plan.Cluster, target.Namespace, out var why, target.Name) is not { } found) return ProviderResult.Failed(why);
        var actions = new ClusterActions(found);
        return (plan.Request.Action, target.Kind) switch
        {
            (ActionName.RestartPod, "Pod") => await actions.RestartAsync(target, action.IsForced, action.IsDryRun, cancellation),
            (ActionName.ScaleDeployment, "Deployment") =>
                await actions.ScaleAsync(target, plan.ResourceVersion, plan.Request.Replicas, action.IsDryRun, cancellation),
            _ => ProviderResult.Failed($"{plan.Request.Action.Name()} is not done to a {target.Kind}."),
        };
    }

    public async Task<Known<PodFate>> FateAsync(string cluster, ObjectRef pod, CancellationToken cancellation)
    {
        if (clusters.Reach(cluster, pod.Namespace, out var why, pod.Name) is not { } found) return new(default, why);
        var read = await found.FindAsync($"get pod {pod.Namespace}/{pod.Name}",
            (api, call) => api.CoreV1.ReadNamespacedPodAsync(pod.Name, pod.Namespace, cancellationToken: call), cancellation);
        if (!read.IsKnown) return new(default, read.Problem);
        return new(read.Value is not { } there || there.Metadata.Uid != pod.Uid ? PodFate.Gone
            : there.Metadata.DeletionTimestamp is null ? PodFate.Stays : PodFate.Terminating);
    }

    private Task<TargetFacts> Unavailable(string cluster, string why) => Task.FromResult(new TargetFacts
    {
        Cluster = cluster,
        ReadAt = clusters.Clock.GetUtcNow(),
        Pod = new(null, why),
        Workload = new(null, why),
        Siblings = new(null, why),
        Budgets = new(null, why),
        Autoscalers = new(null, why),
        Quotas = new(null, why),
        Nodes = new(null, why),
        Namespace = new(null, why),
    });
}
