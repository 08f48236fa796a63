using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>A pod that no node takes: what the scheduler said, and what the nodes themselves show.</summary>
/// <param name="Wanted">Its own spec, and of its template what the pod does not say.</param>
/// <param name="Message">The newest that the scheduler said; empty where it said nothing.</param>
/// <param name="Suited">Nodes that its selector and its node affinity allow.</param>
/// <param name="Open">Of those, the ones that are neither cordoned nor tainted against it.</param>
public sealed record PodPlacement(
    V1Pod Pod, V1PodSpec Wanted, string Message, Sighting? Said, IReadOnlyList<V1Node> Suited, IReadOnlyList<V1Node> Open)
{
    /// <summary>Of those suited, the ones that pods are meant to run on at all.</summary>
    public IEnumerable<V1Node> Workers => Suited.Where(node => !node.IsControlPlane());

    public bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many nodes were said to be unfit for this reason; 0 if it is not said.</summary>
    public int NodesWith(string reason)
    {
        var at = Message.IndexOf(reason, StringComparison.OrdinalIgnoreCase);
        if (at < 0) return 0;
        var before = Message[..at].TrimEnd();
        if (before.EndsWith("node(s)", StringComparison.Ordinal)) before = before[..^7].TrimEnd();
        var digits = before.Length;
        while (digits > 0 && char.IsAsciiDigit(before[digits - 1])) digits--;
        return int.TryParse(before.AsSpan(digits), out var count) ? count : 1;
    }
}

public static class PodPlacements
{
    private const string Cordon = "node.kubernetes.io/unschedulable";

    /// <summary>One pod of each workload that waits for a node.</summary>
    public static IEnumerable<PodPlacement> Unplaced(this Scene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.Cluster.Pods.Where(pod => pod.IsUnplaced() && pod.Spec?.SchedulingGates is not { Count: > 0 })
            .GroupBy(scene.ComponentOf)
            .Select(same => Of(scene, same.MaxBy(pod => pod.Metadata.CreationTimestamp)!));
    }

    private static PodPlacement Of(Scene scene, V1Pod pod)
    {
        var wanted = Merged(pod.Spec ?? new(), scene.Wanted(pod));
        var (message, said) = Said(scene, pod);
        List<V1Node> suited = [.. scene.Cluster.Nodes.Where(node => IsSelected(wanted, node) && IsPreferred(wanted, node))];
        return new(pod, wanted, message, said, suited, [.. suited.Where(node => node.Spec?.Unschedulable != true && node.Against(wanted) is null)]);
    }

    private static V1PodSpec Merged(V1PodSpec own, V1PodSpec template) => new()
    {
        Containers = own.Containers is { Count: > 0 } containers ? containers : template.Containers,
        NodeSelector = own.NodeSelector ?? template.NodeSelector,
        Affinity = own.Affinity ?? template.Affinity,
        Tolerations = [.. own.Tolerations ?? [], .. template.Tolerations ?? []],
    };

    /// <summary>The scheduler's own words, without what it says about preemption: that repeats node counts for other reasons.</summary>
    private static (string Message, Sighting? Said) Said(Scene scene, V1Pod pod)
    {
        if (pod.Condition("PodScheduled") is { Status: "False", Message: { Length: > 0 } told } condition)
        {
            return (Core(told), Sighting.Of(pod, $"status.conditions.PodScheduled: {condition.Reason}: {told}"));
        }

        var seen = scene.EventsOf(pod, "FailedScheduling")
            .FirstOrDefault(seen => seen.Message?.StartsWith("skip schedule", StringComparison.Ordinal) != true);
        return seen is null ? ("", null) : (Core(seen.Message ?? ""), Sighting.Of(seen));
    }

    private static string Core(string message) =>
        message.IndexOf("preemption:", StringComparison.Ordinal) is var at and > 0 ? message[..at] : message;

    public static bool IsControlPlane(this V1Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var labels = node.Metadata.Labels;
        return labels is not null && (
            labels.ContainsKey("node-role.kubernetes.io/control-plane") || labels.ContainsKey("node-role.kubernetes.io/master")
                || (labels.TryGetValue("kubernetes.io/role", out var role) && role is "master" or "control-plane"))
            || (node.Spec?.Taints ?? []).Any(taint => taint.Key is "node-role.kubernetes.io/control-plane" or "node-role.kubernetes.io/master");
    }

    public static bool IsSelected(V1PodSpec wanted, V1Node node)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(node);
        return LabelSelectors.Match(wanted.NodeSelector ?? new Dictionary<string, string>(), node.Metadata.Labels);
    }

    /// <summary>Whether a required node affinity allows it: one term must hold, and in a term everything.</summary>
    public static bool IsPreferred(V1PodSpec wanted, V1Node node)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(node);
        return wanted.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms is not { } terms
            || terms.Any(term =>
                (term.MatchExpressions is { Count: > 0 } || term.MatchFields is { Count: > 0 })
                && (term.MatchExpressions ?? []).All(rule => LabelSelectors.Holds(rule.Key, rule.OperatorProperty, rule.Values, node.Metadata.Labels))
                && (term.MatchFields ?? []).All(rule => LabelSelectors.Holds(
                    rule.Key, rule.OperatorProperty, rule.Values, new Dictionary<string, string> { ["metadata.name"] = node.Name() })));
    }

    /// <summary>The first taint that a pod does not bear; a cordon is none.</summary>
    public static V1Taint? Against(this V1Node node, V1PodSpec wanted)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(wanted);
        return (node.Spec?.Taints ?? []).FirstOrDefault(taint => taint.Key != Cordon && taint.Effect is "NoSchedule" or "NoExecute"
            && !(wanted.Tolerations ?? []).Any(toleration => Bears(toleration, taint)));
    }

    private static bool Bears(V1Toleration toleration, V1Taint taint) =>
        (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && (string.IsNullOrEmpty(toleration.Key) ? toleration.OperatorProperty == "Exists" : toleration.Key == taint.Key)
        && (toleration.OperatorProperty == "Exists" || (toleration.Value ?? "") == (taint.Value ?? ""));
}
