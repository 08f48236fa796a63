using System.Collections.Immutable;
using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Reads side by side what the guard wants to know of a target. What cannot be read says so in its place and costs nothing else.</summary>
internal sealed class TargetReader(ClusterConnection cluster)
{
    private static readonly string[] Mistaken = ["DaemonSet", "StatefulSet", "ReplicaSet"];

    private readonly OwnerReading owners = new(cluster);

    public async Task<TargetFacts> PodAsync(string ns, string name, CancellationToken cancellation)
    {
        var begun = Begin(ns, cancellation);
        var read = await cluster.FindAsync($"get pod {ns}/{name}",
            (api, call) => api.CoreV1.ReadNamespacedPodAsync(name, ns, cancellationToken: call), cancellation);
        var pod = read.Value;
        var owned = pod is null ? new(null, read.Problem) : await owners.OfAsync(PodReading.Controller(pod.Metadata), cancellation);
        if (owned.Value is { Workload.Facts.Ref.Kind: "StatefulSet" } set)
            owned = new(set with { Workload = set.Workload with { Facts = set.Workload.Facts with { PodRevision = HashOf(pod!) } } });
        var labels = pod is null ? null : pod.Metadata.Labels ?? new Dictionary<string, string>();
        var facts = await FactsAsync(begun, ns, owned, labels, cancellation);
        return facts with
        {
            Pod = new(pod is null ? null : PodReading.Facts(pod), read.Problem),
            ReplicaSet = owned.Value?.ReplicaSet,
            // A pod that nobody owns stands for itself.
            Siblings = owned is { IsKnown: true, Value: null } ? new(pod is null || pod.Metadata.DeletionTimestamp is not null
                ? ImmutableArray<PodFacts>.Empty : [PodReading.Facts(pod)]) : facts.Siblings,
        };
    }

    /// <summary>Before a scale: with the room that new pods would have.</summary>
    public async Task<TargetFacts> DeploymentAsync(string ns, string name, CancellationToken cancellation)
    {
        var nodes = cluster.NodeRoomAsync(cancellation);
        var facts = await WorkloadAsync(new("Deployment", ns, name, ""), cancellation);
        // Whoever names the ReplicaSet of a Deployment, or a StatefulSet, shall hear what it is.
        foreach (var kind in facts.Workload is { IsKnown: true, Value: null } ? Mistaken : [])
        {
            var other = await owners.WorkloadAsync(new(kind, ns, name, ""), cancellation);
            if (other.Value is { } found) facts = facts with { Workload = new(found.Workload.Facts) };
        }
        return facts with { Nodes = await nodes };
    }

    /// <param name="target">An empty UID: whichever has the name.</param>
    public async Task<TargetFacts> WorkloadAsync(ObjectRef target, CancellationToken cancellation)
    {
        var begun = Begin(target.Namespace, cancellation);
        var quotas = cluster.QuotasAsync(target.Namespace, cancellation);
        var owned = OwnerReading.IsKnownKind(target.Kind)
            ? await owners.WorkloadAsync(target, cancellation)
            : new(null, $"nothing is known of the kind {OneLine.Of(target.Kind)}");
        var facts = await FactsAsync(begun, target.Namespace, owned, owned.Value?.Workload.Template?.Metadata?.Labels, cancellation);
        return facts with { Quotas = await quotas };
    }

    private Begun Begin(string ns, CancellationToken cancellation) => new(
        cluster.KnownAsync($"list poddisruptionbudgets in {ns}", () => cluster.AllAsync<V1PodDisruptionBudgetList, V1PodDisruptionBudget>(
            (api, next, call) => api.PolicyV1.ListNamespacedPodDisruptionBudgetAsync(ns, continueParameter: next, limit: cluster.Limits.Page,
                cancellationToken: call), cancellation)),
        cluster.KnownAsync($"list horizontalpodautoscalers in {ns}",
            () => cluster.AllAsync<V2HorizontalPodAutoscalerList, V2HorizontalPodAutoscaler>(
            (api, next, call) => api.AutoscalingV2.ListNamespacedHorizontalPodAutoscalerAsync(ns, continueParameter: next,
                limit: cluster.Limits.Page, cancellationToken: call), cancellation)),
        cluster.NamespaceAsync(ns, cancellation));

    private async Task<TargetFacts> FactsAsync(
        Begun begun, string ns, Known<OwnedPods> owned, IEnumerable<KeyValuePair<string, string>>? labels, CancellationToken cancellation)
    {
        var siblings = await SiblingsAsync(ns, owned, cancellation);
        var (budgets, autoscalers) = (await begun.Budgets, await begun.Autoscalers);
        var workload = owned.Value?.Workload.Facts;
        return new()
        {
            Cluster = cluster.Name,
            ReadAt = cluster.Clock.GetUtcNow(),
            Workload = new(workload, owned.Problem),
            Siblings = siblings,
            Budgets = new(budgets.Value is null || labels is null ? null
                : [.. budgets.Value.Where(budget => Selectors.Matches(budget.Spec?.Selector, labels)).Select(Facts)], budgets.Problem),
            Autoscalers = new(autoscalers.Value is null || workload is null ? null
                : [.. autoscalers.Value.Where(scaler => Scales(scaler, workload)).Select(Facts)], autoscalers.Problem),
            Namespace = await begun.Namespace,
        };
    }

    private async Task<Known<ImmutableArray<PodFacts>?>> SiblingsAsync(string ns, Known<OwnedPods> owned, CancellationToken cancellation)
    {
        if (owned.Value is not { } workload) return new(null, owned.Problem);
        return await cluster.KnownAsync<ImmutableArray<PodFacts>?>($"list pods in {ns}", async () =>
        {
            var pods = await cluster.AllAsync<V1PodList, V1Pod>((api, next, call) => api.CoreV1.ListNamespacedPodAsync(ns, continueParameter: next,
                labelSelector: Selectors.Text(workload.Workload.Selector), limit: cluster.Limits.Page, cancellationToken: call), cancellation);
            return [.. pods.Where(pod => workload.Own(pod) && pod.Metadata.DeletionTimestamp is null).Select(PodReading.Facts)];
        });
    }

    private static string? HashOf(V1Pod pod) => pod.Metadata.Labels?.TryGetValue("controller-revision-hash", out var hash) is true ? hash : null;

    private static DisruptionBudgetFacts Facts(V1PodDisruptionBudget budget) => new(
        budget.Metadata.Name, budget.Status?.DisruptionsAllowed ?? 0, budget.Status?.CurrentHealthy ?? 0, budget.Status?.DesiredHealthy ?? 0,
        budget.Spec.UnhealthyPodEvictionPolicy ?? "IfHealthyBudget",
        (budget.Status?.ObservedGeneration ?? 0) >= (budget.Metadata.Generation ?? 0));

    /// <summary>The workload itself, or what the workload belongs to: a Rollout scales its ReplicaSets.</summary>
    private static bool Scales(V2HorizontalPodAutoscaler scaler, WorkloadFacts workload) => scaler.Spec?.ScaleTargetRef is { } target
        && ((target.Kind, target.Name) == (workload.Ref.Kind, workload.Ref.Name)
            || (target.Kind, target.Name) == (workload.Controller?.Kind, workload.Controller?.Name));

    private static AutoscalerFacts Facts(V2HorizontalPodAutoscaler scaler)
    {
        var keda = scaler.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Kind is "ScaledObject")?.Name
            ?? (scaler.Metadata.Labels?.TryGetValue("scaledobject.keda.sh/name", out var name) is true ? name : null);
        return new(keda is null ? "HorizontalPodAutoscaler" : "ScaledObject", keda ?? scaler.Metadata.Name,
            scaler.Spec.MinReplicas ?? 1, scaler.Spec.MaxReplicas, scaler.Status?.CurrentReplicas ?? 0);
    }

    /// <summary>What needs nothing but the namespace's name is under way from the beginning.</summary>
    private sealed record Begun(
        Task<Known<List<V1PodDisruptionBudget>>> Budgets, Task<Known<List<V2HorizontalPodAutoscaler>>> Autoscalers,
        Task<Known<NamespaceFacts>> Namespace);
}
