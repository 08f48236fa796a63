using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Domain.Kubernetes;
using AiSre.Domain.Workflows;
using AiSre.Grains.Actions;
using AiSre.Grains.Deploys;

namespace AiSre.Grains.Workflows;

/// <summary>Reads what steps ask for from clusters and from the ledger, side by side. What cannot be read costs nothing else.</summary>
internal sealed class RunEvidence(IGrainFactory grains, IWorkspaceClusters all, TimeProvider clock) : IEvidence
{
    private const int LogLines = 100, MostNodes = 20;
    private static readonly TimeSpan DeploysWithin = TimeSpan.FromHours(24);

    public async Task<GatheredEvidence> GatherAsync(EvidenceRequest request, CancellationToken cancellation)
    {
        var clusters = all.Gateway(request.Workspace);
        var target = new RunTargetFacts(clusters, all.Evidence(request.Workspace), request.Target, cancellation);
        var after = new AfterActions(grains, clusters, request, cancellation);
        var pieces = await Task.WhenAll(request.Collect.Select(kind => PieceAsync(kind, request, target, after, cancellation)));
        var members = new Dictionary<string, object>();
        var unavailable = ImmutableArray.CreateBuilder<string>();
        foreach (var (kind, piece) in request.Collect.Zip(pieces))
        {
            if (piece.Value is { } value) members[kind] = value;
            else unavailable.Add($"{kind}: {(piece.Problem ?? "there is none").TrimEnd('.')}.");
        }
        return new(EvidenceShapes.Write(members), unavailable.ToImmutable());
    }

    private async Task<Known<object>> PieceAsync(
        string kind, EvidenceRequest request, RunTargetFacts target, AfterActions after, CancellationToken cancellation)
    {
        try
        {
            return kind switch
            {
                EvidenceKinds.PodStatus => Shaped(await target.PodAsync(), EvidenceShapes.Pod),
                EvidenceKinds.WorkloadStatus => Shaped(await target.WorkloadAsync(), EvidenceShapes.Workload),
                EvidenceKinds.Pod => await after.PodAsync(target),
                EvidenceKinds.Workload => Shaped(await after.WorkloadAsync(target), EvidenceShapes.Workload),
                EvidenceKinds.RecentDeploys => await DeploysAsync(request, target),
                EvidenceKinds.Autoscalers => Listed(await FactAsync(target, facts => facts.Autoscalers), static one => one),
                EvidenceKinds.DisruptionBudgets => Listed(await FactAsync(target, facts => facts.Budgets), static one => one),
                EvidenceKinds.Quotas => await QuotasAsync(target, cancellation),
                _ => target.Cluster.Value is { } cluster
                    ? await OfClusterAsync(kind, cluster, target, cancellation)
                    : new(null, target.Cluster.Problem),
            };
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            return new(null, exception.Message);
        }
    }

    private static async Task<Known<object>> OfClusterAsync(string kind, string cluster, RunTargetFacts target, CancellationToken cancellation)
    {
        if (kind is EvidenceKinds.Nodes)
            return Listed(await target.Reads.NodesAsync(cluster, cancellation), EvidenceShapes.Node, nodes => nodes
                .OrderByDescending(node => node.Name == target.Target.Node).ThenBy(node => node.IsReady).Take(MostNodes));
        if (kind is EvidenceKinds.Events) return await EventsAsync(cluster, target, cancellation);
        if (target.Namespace.Value is not { } inNamespace) return new(null, target.Namespace.Problem);
        switch (kind)
        {
            case EvidenceKinds.Services: return Listed(await target.Reads.ServicesAsync(cluster, inNamespace, cancellation), static one => one);
            case EvidenceKinds.VolumeClaims:
                return Listed(await target.Reads.VolumeClaimsAsync(cluster, inNamespace, cancellation), static one => one);
            case EvidenceKinds.Ingresses: return Listed(await target.Reads.IngressesAsync(cluster, inNamespace, cancellation), static one => one);
            case EvidenceKinds.NetworkPolicies:
                return Listed(await target.Reads.NetworkPoliciesAsync(cluster, inNamespace, cancellation), static one => one);
            case EvidenceKinds.RolloutHistory:
                return await target.WorkloadAsync() switch
                {
                    { Value: { Ref.Kind: "Deployment" } owner } => Listed(
                        await target.Reads.RolloutHistoryAsync(cluster, inNamespace, owner.Ref.Name, cancellation), EvidenceShapes.Revision),
                    { Value: { } other } => new(null, $"{other.Ref.Kind} {other.Ref.Name} has no revisions of its own"),
                    var unread => new(null, unread.Problem),
                };
            case EvidenceKinds.Logs or EvidenceKinds.PreviousLogs:
                var known = await target.PodAsync();
                return known.Value is not { } pod ? new(null, known.Problem) : Listed(await target.Reads.LogsAsync(
                    cluster, inNamespace, pod.Ref.Name, LogLines, kind is EvidenceKinds.PreviousLogs, cancellation), EvidenceShapes.Log);
            default: return new(null, "nothing of that name can be read");
        }
    }

    /// <summary>Of the pod; where there is none, of what would run it; of a node where that is all that is named.</summary>
    private static async Task<Known<object>> EventsAsync(string cluster, RunTargetFacts target, CancellationToken cancellation)
    {
        var pod = await target.PodAsync();
        var about = pod.Value?.Ref ?? (await target.WorkloadAsync()).Value?.Ref
            ?? (target.Target.Node is { } node ? new ObjectRef("Node", "", node, "") : null);
        return about is null ? new(null, pod.Problem) : Listed(await target.Reads.EventsAsync(cluster, about, cancellation), EvidenceShapes.Event);
    }

    private static async Task<Known<object>> QuotasAsync(RunTargetFacts target, CancellationToken cancellation)
    {
        var read = await target.FactsAsync();
        if (read.Value is not { } facts) return new(null, read.Problem);
        // For a pod they are not read along.
        if (facts is { Quotas: { IsKnown: true, Value: null }, Workload.Value: { } owner })
            facts = await target.Clusters.WorkloadAsync(facts.Cluster, owner.Ref, cancellation);
        return Listed(facts.Quotas, static one => one);
    }

    private async Task<Known<object>> DeploysAsync(EvidenceRequest request, RunTargetFacts target)
    {
        var about = request.Target;
        var workload = about.Deployment ?? (await target.WorkloadAsync()).Value?.Ref.Name;
        if ((about.Service ?? workload) is not { } service) return new(null, "The run names neither a service nor a workload.");
        var now = clock.GetUtcNow();
        var deploys = await grains.GetGrain<IDeployQueries>(0).AroundAsync(
            request.Workspace, new DeployTarget(service, about.Namespace, workload ?? service, about.Cluster), now - DeploysWithin, now);
        return new(deploys.Select(EvidenceShapes.Deploy).ToList());
    }

    private static async Task<Known<T>> FactAsync<T>(RunTargetFacts target, Func<TargetFacts, Known<T>> fact)
    {
        var read = await target.FactsAsync();
        return read.Value is { } facts ? fact(facts) : new(default, read.Problem);
    }

    private static Known<object> Shaped<T>(Known<T> known, Func<T, object> shape) where T : class =>
        known.Value is { } value ? new(shape(value)) : new(null, known.Problem);

    private static Known<object> Listed<T>(
        Known<ImmutableArray<T>?> known, Func<T, object> shape, Func<IEnumerable<T>, IEnumerable<T>>? order = null) where T : notnull =>
        known.Value is { } all ? new((order is null ? all : order(all)).Select(shape).ToList()) : new(null, known.Problem);
}
