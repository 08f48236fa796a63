using AiSre.Domain.Kubernetes;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Actions;

namespace AiSre.Grains.Workflows;

/// <summary>What a run is about, as its cluster has it: read once, however many kinds of evidence are taken from it.</summary>
internal sealed class RunTargetFacts(IClusterGateway clusters, IClusterEvidence reads, RunTarget target, CancellationToken cancellation)
{
    private readonly Lazy<Task<Known<TargetFacts>>> reading = new(() => ReadAsync(clusters, target, cancellation));

    public RunTarget Target => target;

    public IClusterGateway Clusters => clusters;

    public IClusterEvidence Reads => reads;

    /// <summary>Its own name, or why there is none.</summary>
    public Known<string> Cluster { get; } = Named(clusters, target);

    public Known<string> Namespace => target.Namespace is { Length: > 0 } name ? new(name) : new(null, "The run names no namespace.");

    public Task<Known<TargetFacts>> FactsAsync() => reading.Value;

    /// <summary>The pod that was named; where none was, the one of the workload that is worst off.</summary>
    public async Task<Known<PodFacts>> PodAsync()
    {
        var facts = await FactsAsync();
        if (facts.Value is not { } read) return new(null, facts.Problem);
        if (target.Pod is { } name)
            return read.Pod is { IsKnown: true, Value: null } ? new(null, $"There is no pod {name} in {target.Namespace}.") : read.Pod;
        if (read.Siblings is not { IsKnown: true, Value: { IsEmpty: false } pods })
            return new(null, read.Siblings.Problem ?? "The workload has no pods.");
        return new(pods.OrderBy(pod => pod.IsReady).ThenByDescending(pod => pod.Restarts).First());
    }

    public async Task<Known<WorkloadFacts>> WorkloadAsync()
    {
        var facts = await FactsAsync();
        if (facts.Value is not { } read) return new(null, facts.Problem);
        return read.Workload is { IsKnown: true, Value: null } ? new(null, "There is no such workload.") : read.Workload;
    }

    private static async Task<Known<TargetFacts>> ReadAsync(IClusterGateway clusters, RunTarget target, CancellationToken cancellation)
    {
        var named = Named(clusters, target);
        if (named.Value is not { } cluster) return new(null, named.Problem);
        if (target.Namespace is not { Length: > 0 } inNamespace) return new(null, "The run names no namespace.");
        // A service is mostly called like what runs it.
        var workload = target.Deployment ?? target.Service;
        if (target.Pod is null && workload is null) return new(null, "The run names neither a pod nor a deployment.");
        var byName = workload is null ? null : new TargetName(inNamespace, null, workload);
        if (target.Pod is not { } pod) return new(await clusters.TargetAsync(cluster, byName!, cancellation));
        var facts = await clusters.TargetAsync(cluster, new(inNamespace, pod, null), cancellation);
        // The pod is gone; what it belonged to may be there.
        return facts.Pod is { IsKnown: true, Value: null } && byName is not null
            ? new(await clusters.TargetAsync(cluster, byName, cancellation) with { Pod = facts.Pod })
            : new(facts);
    }

    private static Known<string> Named(IClusterGateway clusters, RunTarget target) =>
        clusters.Resolve(target.Cluster) is { } name ? new(name)
        : new(null, clusters.Clusters.Count == 0 ? "No cluster is connected." : $"There is no cluster '{target.Cluster}'.");
}
