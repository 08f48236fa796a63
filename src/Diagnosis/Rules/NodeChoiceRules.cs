using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Nodes that a pod may not have: by its own choice, or by theirs.</summary>
internal static class NodeChoiceRules
{
    public static ImmutableArray<Rule> All { get; } = [Selector(), Affinity(), Taint(), Cordon()];

    private static Rule Selector() => SchedulingRules.Waits(
        "node_selector_mismatch", "nodeSelector of the pods and labels of the nodes",
        "Correct nodeSelector in the pod template, or label a node as it asks.", (placement, at) =>
        {
            if (placement.Said is null || !FindsNone(placement) || placement.Wanted.NodeSelector is not { Count: > 0 } selector) return null;
            var written = string.Join(", ", selector.Select(pair => $"{pair.Key}={pair.Value}"));
            var hasAffinity = HasAffinity(placement.Wanted);
            return Found.At(
                at, hasAffinity ? 0.6 : 0.94,
                Statement.That(
                    $"No node has the labels that the node selector (nodeSelector) of {at.Name} asks for ({written}).",
                    placement.Said, Sighting.Of(at, $"spec.template.spec.nodeSelector: {written}")));
        });

    private static Rule Affinity() => SchedulingRules.Waits(
        "node_affinity_mismatch", "required node affinity of the pods and labels of the nodes",
        "Correct the node affinity in the pod template, make it preferred, or label a node as it asks.", (placement, at) =>
        {
            if (placement.Said is null || !FindsNone(placement) || !HasAffinity(placement.Wanted)) return null;
            var written = string.Join(
                " or ", placement.Wanted.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms.Select(
                    term => string.Join(
                    " and ", (term.MatchExpressions ?? []).Concat(term.MatchFields ?? []).Select(rule =>
                        $"{rule.Key} {rule.OperatorProperty} {string.Join("|", rule.Values ?? [])}".TrimEnd()))));
            var hasSelector = placement.Wanted.NodeSelector is { Count: > 0 };
            return Found.At(
                at, hasSelector ? 0.75 : 0.94,
                Statement.That(
                    $"No node satisfies the required node affinity of {at.Name} ({written}).",
                    placement.Said, Sighting.Of(at, $"requiredDuringScheduling nodeAffinity: {written}")));
        });

    /// <summary>Nothing to run on: no node at all, or only control planes where there are workers.</summary>
    private static bool FindsNone(PodPlacement placement) => !placement.Workers.Any()
        && (placement.Suited.Count == 0 || placement.Open.Count == 0)
        && (placement.Says("node affinity") || placement.Says("node selector") || placement.Says("affinity/selector"));

    private static bool HasAffinity(V1PodSpec spec) =>
        spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms is { Count: > 0 };

    private static Rule Taint() => SchedulingRules.Waits(
        "taint_toleration_mismatch", "taints of the nodes that a pod may use, and its tolerations",
        "Add a toleration to the pod template, or take the taint off a node.", (placement, at) =>
        {
            var asked = Asked(placement);
            var tainted = asked.Where(node => node.Spec?.Unschedulable != true && OwnTaint(node, placement.Wanted) is not null).ToList();
            if (placement.Said is null || tainted.Count == 0) return null;
            var taint = OwnTaint(tainted[0], placement.Wanted)!;
            var written = $"{taint.Key}={taint.Value}:{taint.Effect}";
            return Found.At(
                at, Share(placement, asked, tainted),
                Statement.That(
                    $"{at.Name} does not tolerate taint {taint.Key} of the nodes that it may use (no toleration for {written}).",
                    [placement.Said, placement.Pod.KeptBy(at), .. tainted.Take(3).Select(node => Sighting.Of(
                        node, "spec.taints: " + string.Join(", ", node.Spec.Taints.Select(found => $"{found.Key}={found.Value}:{found.Effect}"))))]));
        });

    /// <summary>Taints that Kubernetes sets for a condition of the node speak of the node, not of the pod.</summary>
    private static V1Taint? OwnTaint(V1Node node, V1PodSpec wanted) =>
        node.Against(wanted) is { } taint
        && !taint.Key.StartsWith("node.kubernetes.io/", StringComparison.Ordinal)
            && !taint.Key.StartsWith("node.cloudprovider.kubernetes.io/", StringComparison.Ordinal)
            ? taint
            : null;

    private static Rule Cordon() => SchedulingRules.Waits(
        "node_cordon_mismatch", "nodes that are cordoned (spec.unschedulable), among those that a pod may use",
        "Uncordon a node when its maintenance is over, or let the pod use others.", (placement, at) =>
        {
            var asked = Asked(placement);
            var cordoned = asked.Where(node => node.Spec?.Unschedulable == true).ToList();
            if (placement.Said is null || cordoned.Count == 0) return null;
            return Found.At(
                at, Share(placement, asked, cordoned),
                Statement.That(
                    $"The nodes that {at.Name} may use are cordoned (unschedulable), {cordoned[0].Name()} among them.",
                    [placement.Said, placement.Pod.KeptBy(at),
                        .. cordoned.Take(3).Select(node => Sighting.Of(node, "spec.unschedulable: true"))]));
        });

    /// <summary>Control planes are closed to everybody and explain nothing, unless they are all that the pod may use.</summary>
    private static List<V1Node> Asked(PodPlacement placement)
    {
        List<V1Node> workers = [.. placement.Workers];
        return workers.Count > 0 ? workers : [.. placement.Suited];
    }

    private static double Share(PodPlacement placement, List<V1Node> asked, List<V1Node> closed)
    {
        if (!placement.Workers.Any() && FindsNone(placement)) return 0.6;
        var open = placement.Open.Count(asked.Contains);
        if (open == 0) return closed.Count * 2 > asked.Count ? 0.94 : closed.Count * 2 == asked.Count ? 0.85 : 0.6;
        return closed.Count > open ? 0.8 : 0.4;
    }
}
