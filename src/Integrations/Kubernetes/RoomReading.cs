using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Whether more pods would find room: in the namespace's quotas and on the nodes.</summary>
internal static class RoomReading
{
    private static readonly string[] Unfinished = ["status.phase!=Succeeded", "status.phase!=Failed"];

    public static Task<Known<ImmutableArray<QuotaFacts>?>> QuotasAsync(this ClusterConnection cluster, string ns, CancellationToken cancellation) =>
        cluster.KnownAsync<ImmutableArray<QuotaFacts>?>($"list resourcequotas in {ns}", async () =>
        {
            var quotas = await cluster.AllAsync<V1ResourceQuotaList, V1ResourceQuota>((api, next, call) =>
                api.CoreV1.ListNamespacedResourceQuotaAsync(ns, continueParameter: next, limit: cluster.Limits.Page, cancellationToken: call),
                cancellation);
            return [.. quotas.Where(IsForWorkloads).SelectMany(Facts)];
        });

    public static Task<Known<ImmutableArray<NodeRoom>?>> NodeRoomAsync(this ClusterConnection cluster, CancellationToken cancellation) =>
        cluster.KnownAsync<ImmutableArray<NodeRoom>?>("list nodes and their pods", async () =>
        {
            var nodes = cluster.AllNodesAsync(cancellation);
            var pods = cluster.AllAsync<V1PodList, V1Pod>((api, next, call) => api.CoreV1.ListPodForAllNamespacesAsync(continueParameter: next,
                fieldSelector: string.Join(',', Unfinished), limit: cluster.Limits.Page, cancellationToken: call), cancellation);
            await Task.WhenAll(nodes, pods);
            var byNode = (await pods).Where(pod => pod.Spec?.NodeName is { Length: > 0 }).ToLookup(pod => pod.Spec.NodeName);
            return [.. (await nodes).Where(TakesPods).Select(node => Room(node, byNode[node.Metadata.Name]))];
        });

    public static Task<List<V1Node>> AllNodesAsync(this ClusterConnection cluster, CancellationToken cancellation) =>
        cluster.AllAsync<V1NodeList, V1Node>((api, next, call) =>
            api.CoreV1.ListNodeAsync(continueParameter: next, limit: cluster.Limits.Page, cancellationToken: call), cancellation);

    /// <summary>Not those that are for pods of some priority, or that end by themselves, or that ask for nothing.</summary>
    private static bool IsForWorkloads(V1ResourceQuota quota) => quota.Spec?.ScopeSelector is null
        && (quota.Spec?.Scopes ?? []).All(scope => scope is "NotTerminating" or "NotBestEffort");

    private static IEnumerable<QuotaFacts> Facts(V1ResourceQuota quota)
    {
        var hard = quota.Status?.Hard ?? quota.Spec?.Hard ?? new Dictionary<string, ResourceQuantity>();
        foreach (var (resource, amount) in hard)
        {
            // The short names mean the requests.
            var (name, times) = resource switch
            {
                "pods" => ("pods", 1),
                "cpu" or "requests.cpu" => ("requests.cpu", 1_000),
                "memory" or "requests.memory" => ("requests.memory", 1),
                _ => ("", 0),
            };
            if (times > 0)
            {
                yield return new(quota.Metadata.Name, name, Quantities.Whole(amount, times),
                    Quantities.Whole(Quantities.Find(quota.Status?.Used, resource), times));
            }
        }
    }

    private static bool TakesPods(V1Node node) => node.Spec?.Unschedulable is not true
        && (node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) ?? false)
        && !(node.Spec?.Taints?.Any(taint => taint.Effect is "NoSchedule" or "NoExecute") ?? false);

    private static NodeRoom Room(V1Node node, IEnumerable<V1Pod> pods)
    {
        var has = node.Status.Allocatable;
        var requests = pods.Select(pod => Quantities.Requests(pod.Spec)).ToList();
        return new(node.Metadata.Name,
            Quantities.Milli(Quantities.Find(has, "cpu")) - requests.Sum(request => request.Cpu),
            Quantities.Whole(Quantities.Find(has, "memory")) - requests.Sum(request => request.Memory),
            (int)Quantities.Whole(Quantities.Find(has, "pods")) - requests.Count);
    }
}
