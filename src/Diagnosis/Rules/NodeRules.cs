using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What a node's conditions say: those that Kubernetes writes, those of a node problem detector, and those that nobody knows.</summary>
internal static partial class NodeRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        Of("kubelet_unavailable", "Ready is Unknown (the kubelet stopped posting), or the node's lease is old", KubeletStopped,
            "Start the kubelet on the node, or replace the node.", "The node is Ready; its pods answer."),
        Of("containerd_unavailable", "Ready is False because the container runtime does not answer", RuntimeDown,
            "Start the container runtime on the node; see its journal.", "The node is Ready; pods start on it."),
        Of("node_not_ready", "Ready is False for another reason", NotReady,
            "Mend what the condition's message says, or replace the node.", "The node is Ready."),
        Of("kube_proxy_unavailable", "a condition for kube-proxy, or a kube-proxy pod that is not ready", KubeProxyDown,
            "Start kube-proxy on the node.", "Services are reachable from the node's pods again."),
        Of("node_memory_pressure", "MemoryPressure, and pods evicted for it", scene => Pressure(scene, "MemoryPressure", "memory", "memory"),
            "Find the pods that use more than they request (those without requests first), and give them requests and limits.",
                "MemoryPressure is False; no eviction for 15 minutes."),
        Of("node_disk_pressure", "DiskPressure, and pods evicted for it",
            scene => Pressure(scene, "DiskPressure", "disk", "ephemeral-storage|nodefs|imagefs|inodes"),
            "Free disk space on the node: images, logs, ephemeral volumes.", "DiskPressure is False; no eviction for 15 minutes."),
        Of("node_pid_pressure", "PIDPressure, and pods evicted for it", scene => Pressure(scene, "PIDPressure", "process ids (PID)", "pids"),
            "Find what makes so many processes, and limit it.", "PIDPressure is False."),
        Of("node_network_unavailable", "NetworkUnavailable", scene => True(scene, one => one.Type == "NetworkUnavailable", 0.9,
            "has no network: its network plugin is not ready"), "Look at the network plugin's pod on the node.",
                "NetworkUnavailable is False."),
        Of("node_readonly_filesystem", "ReadonlyFilesystem of a node problem detector",
            scene => True(scene, one => ReadOnly().IsMatch(one.Type), 0.92,
            "has a read-only filesystem: its disk was remounted"), "Drain the node and check its disk; replace it.",
                "Writes succeed on the node that took over."),
        Of("node_kernel_problem", "KernelDeadlock and the like of a node problem detector",
            scene => True(scene, one => Kernel().IsMatch(one.Type), 0.88,
            "has a problem of its kernel, hardware or runtime"), "Drain the node and restart or replace it; see its kernel log.",
                "The condition is False."),
        Of("clock_skew", "a condition for the node's clock", scene => True(scene, one => Clock().IsMatch(one.Type), 0.85,
            "has a clock that is wrong (clock skew)"), "Let the node's time service synchronize again.", "The clock is within a second."),
        Of("node_condition", "a condition that nobody knows and that is True", scene => True(scene, one => !IsKnown(one.Type), 0.6,
            "has a problem, a condition that is True and should not be"), "See what sets the condition and what its message says.",
                "The condition is False."),
    ];

    private static Rule Of(string cause, string looksAt, Func<Scene, IEnumerable<Finding>> see, string advice, string expected) => new(cause, see)
    {
        Needs = ["nodes"], LooksAt = "Conditions of nodes: " + looksAt, Advice = advice, Expected = expected, Pattern = "node_not_ready",
    };

    private static IEnumerable<Finding> KubeletStopped(Scene scene)
    {
        foreach (var node in scene.Cluster.Nodes)
        {
            if (Condition(node, "Ready") is { Status: "Unknown" } ready)
            {
                yield return At(scene, node, ready, 0.95, "is not ready (NotReady): its kubelet stopped posting its status");
                continue;
            }

            var lease = scene.Cluster.Leases.FirstOrDefault(one => one.Name() == node.Name());
            if (lease?.Spec?.RenewTime.Utc() is not { } renewed || scene.Now - renewed < TimeSpan.FromMinutes(2)
                || Condition(node, "Ready") is { Status: "False" }) continue;
            yield return Finding(scene, node, 0.75, Sighting.Of(node, $"Node {node.Name()}: lease renewed last at {renewed:u}", renewed),
                "does not renew its lease: its kubelet stopped");
        }
    }

    private static IEnumerable<Finding> RuntimeDown(Scene scene) =>
        from node in scene.Cluster.Nodes
        let ready = Condition(node, "Ready")
        where ready is { Status: "False" } && IsRuntime(ready.Message ?? "")
        select At(scene, node, ready, 0.95, "is not ready: its container runtime (containerd) is down");

    private static IEnumerable<Finding> NotReady(Scene scene) =>
        from node in scene.Cluster.Nodes
        let ready = Condition(node, "Ready")
        where ready is { Status: "False" } && !IsRuntime(ready.Message ?? "")
        select At(scene, node, ready, 0.88, "is not ready") with
        {
            RootCause = Statement.That(Named(node, "is not ready (NotReady), condition", ready), Seen(node, ready)),
        };

    /// <summary>"container runtime network not ready" speaks of the network plugin.</summary>
    private static bool IsRuntime(string message) => RuntimeWords().IsMatch(NetworkWords().Replace(message, ""));

    private static IEnumerable<Finding> KubeProxyDown(Scene scene)
    {
        foreach (var finding in True(scene, one => KubeProxy()
            .IsMatch(one.Type), 0.93, "has no running kube-proxy, so Services are not reachable from its pods")) yield return finding;
        foreach (var pod in scene.Workloads.Where(one => one.Component is { Kind: "DaemonSet", Name: "kube-proxy" }).SelectMany(one => one.Pods)
            .Where(pod => !pod.IsReady()))
        {
            if (scene.Cluster.Nodes.FirstOrDefault(node => node.Name() == pod.Spec?.NodeName) is not { } node
                || Condition(node, "Ready")?.Status != "True") continue;
            yield return Finding(scene, node, 0.85, Sighting.Of(pod, $"pod {pod.Name()} on Node {node.Name()} is not ready"),
                "has a kube-proxy that is not ready, so Services are not reachable from its pods");
        }
    }

    private static IEnumerable<Finding> Pressure(Scene scene, string type, string what, string words)
    {
        foreach (var node in scene.Cluster.Nodes)
        {
            var condition = Condition(node, type);
            var evicted = scene.Cluster.Pods.Where(pod => pod.Status is { Reason: "Evicted" } && pod.Spec?.NodeName == node.Name()
                && LowOn(pod.Status.Message, words) && EndedAt(pod) is { } at && scene.Symptom.StartedAt - at < TimeSpan.FromHours(2)).ToList();
            if (condition?.Status != "True" && evicted.Count == 0) continue;
            var seen = condition?.Status == "True"
                ? Seen(node, condition)
                : Sighting.Of(evicted[0], $"evicted from Node {node.Name()}: {evicted[0].Status.Message}", EndedAt(evicted[0]));
            yield return Finding(scene, node, condition?.Status == "True" ? 0.92 : 0.8, seen, $"is short of {what} ({type}) and evicts pods") with
            {
                Because = [.. evicted.Take(3)
                    .Select(pod => Statement.That($"Pod {pod.Name()} was evicted: {pod.Status.Message}",
                    Sighting.Of(pod, $"status.reason: Evicted: {pod.Status.Message}", EndedAt(pod))))],
            };
        }
    }

    private static bool LowOn(string? message, string words) => message is not null
        && Regex.IsMatch(message, $@"(?i)low on resource: (?:\[[^\]]*)?(?:{words})|node had condition: \[[^\]]*(?:{words})");

    private static DateTimeOffset? EndedAt(V1Pod pod) =>
        pod.Containers().Select(one => one.LastEnd()?.FinishedAt.Utc()).Max() ?? pod.Status?.Conditions?.Max(one => one.LastTransitionTime)
            .Utc() ?? pod.Status?.StartTime.Utc();

    private static IEnumerable<Finding> True(Scene scene, Func<V1NodeCondition, bool> isMeant, double confidence, string says) =>
        from node in scene.Cluster.Nodes
        from condition in node.Status?.Conditions ?? []
        where condition.Status == "True" && isMeant(condition)
        select At(scene, node, condition, confidence, says) with
        {
            RootCause = Statement.That(Named(node, says, condition), Seen(node, condition)),
        };

    private static CarriedText Named(V1Node node, string says, V1NodeCondition condition)
    {
        var text = new CarriedText(says.Length + 16, 3);
        text.AppendFormatted($"Node {node.Name()}");
        text.AppendLiteral($" {says} (");
        text.AppendFormatted(condition.Type);
        text.AppendLiteral("): ");
        text.AppendFormatted(Found.Short(condition.Message ?? ""));
        return text;
    }

    private static Finding At(Scene scene, V1Node node, V1NodeCondition condition, double confidence, string says) =>
        Finding(scene, node, confidence, Seen(node, condition), says) with
        {
            Because = [Statement.That($"Its condition {condition.Type} is {condition.Status} ({condition.Reason}): {condition.Message}",
                Seen(node, condition))],
        };

    private static Finding Finding(Scene scene, V1Node node, double confidence, Sighting seen, string says) => new()
    {
        Component = new("Node", "", node.Name()), Confidence = confidence,
            RootCause = Statement.That(CarriedPhrase.Of($"Node {node.Name()}", says), seen),
        Affects = [.. scene.Cluster.Pods.Where(pod => pod.Spec?.NodeName == node.Name() && !pod.IsOver())
            .Select(pod => scene.WorkloadOf(pod)?.Component).OfType<Component>().Distinct()],
    };

    private static Sighting Seen(V1Node node, V1NodeCondition condition) => Sighting.Of(node,
        $"Node {node.Name()}: condition {condition.Type}: {condition.Status}, {condition.Reason}: {condition.Message}",
            condition.LastTransitionTime.Utc());

    internal static V1NodeCondition? Condition(V1Node node, string type) => node.Status?.Conditions?.FirstOrDefault(one => one.Type == type);

    private static bool IsKnown(string type) => type is "Ready" or "MemoryPressure" or "DiskPressure" or "PIDPressure" or "NetworkUnavailable"
        || ReadOnly().IsMatch(type) || Kernel().IsMatch(type) || Clock().IsMatch(type) || KubeProxy().IsMatch(type) || Harmless().IsMatch(type);

    [GeneratedRegex(@"(?i)container runtime network not ready[^,;]*|network ?plugin[^,;]*")]
    private static partial Regex NetworkWords();

    [GeneratedRegex(@"(?i)container ?runtime|containerd|docker|cri-o|\bCRI\b|runtime is down|PLEG")]
    private static partial Regex RuntimeWords();

    [GeneratedRegex("(?i)kube-?proxy.*(?:unavailable|problem|down|not|dead|fail|unhealthy)")]
    private static partial Regex KubeProxy();

    [GeneratedRegex("(?i)read-?only-?file-?system|filesystem.*read-?only")]
    private static partial Regex ReadOnly();

    [GeneratedRegex("(?i)kernel|deadlock|corrupt|hang|hung|frequent|xfs|ext4"
        + "|memory.*error|hardware|disk.*(?:fail|error)|runtime.*(?:problem|unhealthy)|kubelet.*(?:problem|unhealthy)|unregister")]
    private static partial Regex Kernel();

    [GeneratedRegex("(?i)ntp|clock|time.*(?:skew|sync|drift)|chrony")]
    private static partial Regex Clock();

    /// <summary>Conditions that are True when all is well, or that only announce.</summary>
    [GeneratedRegex("(?i)(?:ready|healthy|ok|available|running|voter|up"
        + "|configured|registered|valid|synced|active|enabled|scheduled)$|^Sysctl|^EtcdIs|^VMEvent|^Kubelet.*Ok|Upgrade|Update")]
    private static partial Regex Harmless();
}
