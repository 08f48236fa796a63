using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>Pods that get no network or no address.</summary>
internal static partial class SandboxRules
{
    public static ImmutableArray<Rule> All { get; } = [NoPodAddress(), NetworkFails(), SandboxFails()];

    private static Rule NoPodAddress() => Sandbox(
        "pod_ip_exhausted", "\"no IP addresses available\", \"failed to assign an IP address\"", NoAddress(), 0.93,
        "Give the node or subnet more addresses, end pods that hold some, or spread the pods over more nodes.",
        (at, why, seen) => Statement.That($"There is no free IP address for the pod, the pool of addresses is exhausted: {why}.", seen));

    private static Rule NetworkFails() => Sandbox(
        "pod_network_setup_failed", "\"failed to setup network for sandbox\", \"cni plugin not initialized\"", Cni(), 0.9,
        "Look at the CNI plugin on the node: its DaemonSet's pod, its configuration in /etc/cni/net.d, its API access.",
        (at, why, seen) => Statement.That($"The sandbox (network) of the pod cannot be set up by the CNI plugin: {why}.", seen));

    /// <summary>What is left: the runtime says why in its own words.</summary>
    private static Rule SandboxFails() => Sandbox(
        "pod_sandbox_failed", "\"failed to create pod sandbox\" for another reason", Other(), 0.75,
        "Read what the container runtime says: a runtime handler that is not there, a pause image, a cgroup, a name that is still taken.",
        (at, why, seen) => Statement.That($"The sandbox of the pod cannot be created by the container runtime: {why}.", seen));

    /// <summary>Of one workload alone it is held against the workload; of several on one node, against the node.</summary>
    private static Rule Sandbox(string cause, string words, Regex pattern, double confidence, string advice, Func<Component, string, Sighting[],
        Statement> says) => StartupRules.Of(
        cause, $"FailedCreatePodSandBox events of pods that do not start: {words}", advice,
        scene =>
        {
            var failing = (from pod in scene.LivePods()
                           where pod.Spec?.NodeName is { Length: > 0 } && !pod.IsUpAndReady()
                               && pod.States().All(state => state.State?.Running is null)
                           from seen in scene.EventsOf(pod, "FailedCreatePodSandBox", "NetworkNotReady", "FailedCreatePodContainer").Take(3)
                           let match = pattern.Match(seen.Message ?? "")
                           where match.Success && !OutOfMemory().IsMatch(seen.Message ?? "")
                           select (Pod: pod, Seen: seen, Why: Found.Short(match.Value, 200))).ToList();
            return from found in failing
                   let node = found.Pod.Spec.NodeName
                   let others = failing.Where(other => other.Pod.Spec.NodeName == node).Select(other => scene.ComponentOf(other.Pod)).Distinct()
                       .ToList()
                   let at = others.Count > 1 ? new Component("Node", "", node) : scene.ComponentOf(found.Pod)
                   select Found.At(
                       at, confidence, says(at, found.Why,
                           [Sighting.Of(found.Seen), Sighting.Of(found.Pod, $"spec.nodeName: {node}, ContainerCreating")])) with
                   {
                       Affects = at.Kind == "Node" ? [.. others] : [],
                   };
        });

    [GeneratedRegex(@"no IP addresses available in range set[^""\n]*|failed to assign an IP address to container|no (?:available|more|free) (?:IP"
        + @"|addresses)[^""\n]*|ip(?:am)? ?(?:pool|range)?[^""\n]*exhausted[^""\n]*|failed to allocate (?:address|for range)[^""\n]*"
        + @"|all (?:IP )?addresses (?:are )?(?:allocated|in use)[^""\n]*|InsufficientFreeAddresses\w*|not enough free addresses[^""\n]*"
        + @"|ran out of IP[^""\n]*", RegexOptions.IgnoreCase)]
    private static partial Regex NoAddress();

    [GeneratedRegex(@"failed to set ?up (?:pod )?network for sandbox.*|networkPlugin cni failed.*|plugin type=""[^""]+"".* failed \(add\).*"
        + @"|cni plugin not initialized.*|cni config uninitialized.*|failed to find plugin .*|failed to set up sandbox container .* network.*"
        + @"|network is not ready.*|error adding (?:pod|container) \S+ to CNI network.*", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Cni();

    [GeneratedRegex(@"(?<=failed to (?:create|start|get) (?:pod )?sandbox[^:]*: )(?!.*(?:network|CNI|IP address|addresses|plugin type)).+",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Other();

    [GeneratedRegex("OOM-killed|memory limit too low|cannot allocate memory", RegexOptions.IgnoreCase)]
    private static partial Regex OutOfMemory();
}
