using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Nodes that would take a pod if they had room for it, or if other pods were not where they are.</summary>
internal static partial class NodeRoomRules
{
    private const string Smaller = "Lower the request to what the application needs, free room on the nodes, or add nodes.";

    /// <summary>What the scheduler says about a node that it could use. What is said of most nodes decides.</summary>
    private static readonly string[] Reasons =
    [
        "Insufficient cpu", "Insufficient memory", "Insufficient ephemeral-storage", "Too many pods", "pod anti-affinity rules",
        "existing pods anti-affinity",
        "pod affinity rules", "topology spread constraints", "free ports for the requested", "volume node affinity conflict",
        "exceed max volume count",
        "no available volume zone",
    ];

    public static ImmutableArray<Rule> All { get; } =
    [
        Insufficient("cpu_capacity_mismatch", "cpu"),
        Insufficient("memory_capacity_mismatch", "memory"),
        Insufficient("ephemeral_storage_insufficient", "ephemeral-storage"),
        Said(
            "extended_resource_unavailable", "\"Insufficient …\" of a device or huge pages", Device(), Smaller,
            (placement, match, seen, at) => Statement.That(
                $"No node has the extended resource that {at.Name} asks for: {match.Value}.", seen)),
        Said(
            "node_pod_limit_reached", "\"Too many pods\"", TooManyPods(),
            "Add nodes, or raise the number of pods a node may have (maxPods, addresses per node).",
            (placement, match, seen, at) => Statement.That(
                $"The nodes have reached their pod limit, none takes {at.Name}: {match.Value}.", seen)),
        Said(
            "pod_anti_affinity_conflict", "\"didn't match pod anti-affinity rules\"", AntiAffinity(),
            "Make the anti-affinity preferred instead of required, narrow its selector, lower the replicas, or add nodes.",
            (placement, match, seen, at) => Statement.That(
                $"The required pod anti-affinity of {at.Name}, or of pods already there, keeps it from every node: {match.Value}.", seen)),
        Said(
            "pod_affinity_unsatisfied", "\"didn't match pod affinity rules\"", Affinity(),
            "Start the pods that the affinity looks for, or correct its selector and topology key.",
            (placement, match, seen, at) => Statement.That(
                $"The required pod affinity of {at.Name} finds no node with the pods that it wants beside it: {match.Value}.", seen)),
        Said(
            "topology_spread_unsatisfiable", "\"didn't match pod topology spread constraints\"", Spread(),
            "Label the nodes with the topology key, add nodes in the missing zones, or use whenUnsatisfiable: ScheduleAnyway.",
            (placement, match, seen, at) => Statement.That(
                $"The topology spread constraint of {at.Name} cannot be met: {match.Value}.", seen)),
        Said(
            "host_port_taken", "\"didn't have free ports for the requested pod ports\"", HostPort(),
            "Do not use hostPort, or run at most one such pod on a node.",
            (placement, match, seen, at) => Statement.That(
                $"The host port that {at.Name} wants is taken on every node: {match.Value}.", seen)),
        Said(
            "volume_zone_conflict", "\"volume node affinity conflict\", \"no available volume zone\"", Zone(),
            "Run a node in the volume's zone, or make the volume anew where the pods may run (volumeBindingMode: WaitForFirstConsumer).",
            (placement, match, seen, at) => Statement.That(
                $"The volume of {at.Name} is bound to a zone or node where the pod cannot run: {match.Value}.", seen)),
        Said(
            "node_volume_limit_reached", "\"exceed max volume count\"", VolumeCount(), "Add nodes: these have as many volumes attached as they can.",
            (placement, match, seen, at) => Statement.That(
                $"No node can attach another volume for {at.Name}: {match.Value}.", seen)),
    ];

    private static Rule Insufficient(string cause, string resource) => SchedulingRules.Waits(
        cause, $"\"Insufficient {resource}\" of the scheduler, requests of the pods, what nodes can give", Smaller, (placement, at) =>
        {
            var reason = $"Insufficient {resource}";
            if (placement.Said is null || !placement.Says(reason)) return null;
            var needed = Amounts.Requested(placement.Wanted, resource);
            var nodes = placement.Suited.Where(node => Amounts.Of(node.Status?.Allocatable, resource) is not null).ToList();
            var isTooBig = nodes.Count > 0 && needed > 0 && nodes.All(node => Amounts.Of(node.Status?.Allocatable, resource) < needed);
            var biggest = nodes.MaxBy(node => Amounts.Of(node.Status?.Allocatable, resource));
            var written = Amounts.RequestedWritten(placement.Wanted, resource);
            return Found.At(
                at, isTooBig ? 0.95 : Weight(placement, reason) * (at.Kind == "DaemonSet" ? 0.85 : 1),
                Statement.That(
                    $"No node has enough {resource} for {at.Name}: {reason}.", placement.Said, Sighting.Of(at, $"requests of {resource}: {written}")),
                !isTooBig || biggest is null ? null : Statement.That(
                    $"It requests {written}, more than the largest node can give ({Amounts.Written(biggest.Status.Allocatable, resource)}).",
                    Sighting.Of(at, $"requests of {resource}: {written}"),
                    Sighting.Of(biggest, $"status.allocatable.{resource}: {Amounts.Written(biggest.Status.Allocatable, resource)}")));
        }) with { Needs = ["pods"] };

    private static Rule Said(
        string cause, string words, Regex pattern, string advice, Func<PodPlacement, Match, Sighting[], Component, Statement> says) =>
            SchedulingRules.Waits(
        cause, $"{words} of the scheduler", advice, (placement, at) =>
            placement.Said is { } said && pattern.Match(placement.Message) is { Success: true } match
                ? Found.At(at, Weight(placement, match.Groups["reason"].Value),
                    says(placement, match, [said, placement.Pod.KeptBy(at)], at))
                : null) with { Needs = ["pods"] };

    /// <summary>
    /// Sure when it is what keeps the pod from most of the nodes that it may use; less where most of them are closed to it anyway and a request that
    /// would fit is only crowded out.
    /// </summary>
    private static double Weight(PodPlacement placement, string reason)
    {
        var most = Reasons.Max(placement.NodesWith);
        var isMost = placement.NodesWith(reason) >= most;
        var closed = placement.Workers.Count() - placement.Open.Count(node => !node.IsControlPlane());
        if (placement.Open.Count == 0 && placement.Suited.Count > 0) return 0.5;
        if (placement.Workers.Any(IsUnwell)) return isMost ? 0.7 : 0.5;
        return isMost && closed <= placement.Open.Count ? 0.92 : isMost ? 0.75 : 0.5;
    }

    /// <summary>A node in trouble takes its room away from everybody: then that is the cause.</summary>
    private static bool IsUnwell(V1Node node) =>
        (node.Spec?.Taints ?? []).Any(
            taint => taint.Key.StartsWith("node.kubernetes.io/", StringComparison.Ordinal) && taint.Key != "node.kubernetes.io/unschedulable")
            || (node.Status?.Conditions ?? [])
                .Any(found => found.Type == "Ready" ? found.Status != "True" : found.Type.EndsWith("Pressure", StringComparison.Ordinal)
                    && found.Status == "True");

    [GeneratedRegex(@"\d+ (?<reason>Insufficient (?!cpu\b|memory\b|ephemeral-storage\b)[\w./-]*[\w/]|cannot allocate all claims)")]
    private static partial Regex Device();

    [GeneratedRegex(@"\d+ (?<reason>Too many pods)")]
    private static partial Regex TooManyPods();

    [GeneratedRegex(@"\d+ node\(s\) didn't (?:match|satisfy) (?<reason>(?:existing pods |pod affinity/|pod )anti-affinity(?: rules)?)")]
    private static partial Regex AntiAffinity();

    [GeneratedRegex(@"\d+ node\(s\) didn't match (?<reason>pod affinity rules)")]
    private static partial Regex Affinity();

    [GeneratedRegex(@"\d+ node\(s\) didn't match pod (?<reason>topology spread constraints)(?: \(missing required label\))?")]
    private static partial Regex Spread();

    [GeneratedRegex(@"\d+ node\(s\) didn't have (?<reason>free ports for the requested) pod ports")]
    private static partial Regex HostPort();

    [GeneratedRegex(@"\d+ node\(s\) had (?<reason>volume node affinity conflict|no available volume zone)")]
    private static partial Regex Zone();

    [GeneratedRegex(@"\d+ node\(s\) (?<reason>exceed max volume count)")]
    private static partial Regex VolumeCount();
}
