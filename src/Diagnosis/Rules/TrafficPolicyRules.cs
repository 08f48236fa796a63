using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Who may talk to whom, as network policies have it.</summary>
internal static partial class TrafficPolicyRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("network_policy_denies", Denied)
        {
            Needs = ["networkpolicies", "pods", "namespaces"],
            LooksAt = "NetworkPolicies of the called and of the caller's pods, against the callers' labels; time-outs in the callers' logs",
            Advice = "Let the NetworkPolicy admit the callers, or give them the label that it asks for.",
            Expected = "The callers connect; their time-outs end.",
        },
        new("network_policy_denies_dns", NoDns)
        {
            Needs = ["networkpolicies", "pods"],
            LooksAt = "Egress policies without port 53, and logs of names that do not resolve",
            Advice = "Let the egress policy admit UDP and TCP port 53 to the cluster's DNS.",
            Expected = "Names resolve.",
        },
    ];

    private static IEnumerable<Finding> Denied(Scene scene)
    {
        foreach (var target in scene.Workloads.Where(workload => workload.Component.Kind is not "Job" and not "CronJob"))
        {
            var ingress = Selecting(scene, target).Where(policy => IsFor(policy, "Ingress")).ToList();
            if (ingress.Count == 0) continue;
            var rules = ingress.SelectMany(policy => policy.Spec.Ingress ?? []).ToList();
            var denied = scene.Graph.CallersOf(target.Component).Select(scene.WorkloadAt).OfType<LiveWorkload>()
                .Where(caller => !rules.Any(rule => Admits(scene, rule.FromProperty, caller, target.Namespace)
                    && PolicyPorts.Open(scene, rule.Ports, caller, target))).ToList();
            if (denied.Count == 0) continue;
            var isPort = rules.Any(rule => Admits(scene, rule.FromProperty, denied[0], target.Namespace));
            yield return Refused(scene, ingress[0], target, denied, isPort ? "ingress admits the caller, but not the port that it calls"
                : "ingress does not admit the caller");
        }

        foreach (var caller in scene.Workloads.Where(workload => workload.Component.Kind is not "CronJob"))
        {
            var egress = Selecting(scene, caller).Where(policy => IsFor(policy, "Egress")).ToList();
            if (egress.Count == 0) continue;
            foreach (var target in scene.Graph.CallsOf(caller.Component).Select(scene.WorkloadAt).OfType<LiveWorkload>())
            {
                var rules = egress.SelectMany(policy => policy.Spec.Egress ?? []).ToList();
                if (rules.Any(rule => Admits(scene, rule.To, target, caller.Namespace)
                    && PolicyPorts.Open(scene, rule.Ports, caller, target))) continue;
                yield return Refused(scene, egress[0], target, [caller], rules.Any(rule => Admits(scene, rule.To, target, caller.Namespace))
                    ? "egress lets the caller out, but not to the port that it calls"
                    : "egress does not let the caller out");
                break;
            }

            if (Outside(scene, caller, egress) is { } outside) yield return outside;
        }
    }

    /// <summary>An address outside that the caller cannot reach, where no egress rule lets it out of the cluster.</summary>
    private static Finding? Outside(Scene scene, LiveWorkload caller, List<V1NetworkPolicy> egress)
    {
        var rules = egress.SelectMany(policy => policy.Spec.Egress ?? []);
        if (rules.Any(rule => (rule.To is not { Count: > 0 } to || to.Any(peer => peer.IpBlock is not null)) && !IsForDns(rule))) return null;

        var lost = scene.Said(CannotConnect()).Where(hit => hit.Workload == caller)
            .Select(hit => (Hit: hit, Host: OutsideHosts.In(scene, hit))).FirstOrDefault(pair => pair.Host is not null);
        if (lost.Host is null) return null;
        var policy = new Component("NetworkPolicy", egress[0].Namespace() ?? "", egress[0].Name());
        return new()
        {
            Component = policy, Confidence = 0.92, Affects = [caller.Component],
            RootCause = Statement.That($"NetworkPolicy {policy.Name} blocks the traffic from {caller.Name} to {lost.Host}: its egress lets nothing "
                + $"out of the cluster.",
                lost.Hit.Seen, RuntimeRules.Named(lost.Hit), Sighting.Of(policy, $"selects {caller.Name}; no egress to outside")),
            Because = [Statement.That($"{lost.Hit.Log.Pod} cannot connect: {RuntimeRules.Short(lost.Hit.Line)}", lost.Hit.Seen)],
        };
    }

    private static bool IsForDns(V1NetworkPolicyEgressRule rule) =>
        rule.Ports is { Count: > 0 } ports && ports.All(port => port.Port?.Value is "53" or "dns" or "5353");

    private static Finding Refused(Scene scene, V1NetworkPolicy policy, LiveWorkload target, List<LiveWorkload> callers, string how)
    {
        var lines = scene.Said(CannotConnect()).Where(hit => hit.Workload is { } workload && callers.Contains(workload)).DistinctBy(hit => hit.Who)
            .ToList();
        var seen = Sighting.Of(new Component("NetworkPolicy", policy.Namespace() ?? "", policy.Name()),
            $"selects {target.Name} or its callers; {how}: {string.Join(", ", callers.Select(caller => caller.Name))}");
        return new()
        {
            Component = new("NetworkPolicy", policy.Namespace() ?? "", policy.Name()),
            Confidence = lines.Count > 0 ? 0.92 : 0.55,
            Affects = [target.Component, .. callers.Select(caller => caller.Component)],
            RootCause = Statement.That($"NetworkPolicy {policy.Name()} blocks the traffic from {callers[0].Name} to {target.Name}: its {how}.", seen),
            Because = [.. lines.Take(3).Select(hit => Statement.That($"{hit.Log.Pod} cannot connect: {RuntimeRules.Short(hit.Line)}", hit.Seen))],
        };
    }

    private static IEnumerable<Finding> NoDns(Scene scene) =>
        from hit in scene.Said(DnsRules.NameFails())
        where hit.Workload is not null
        let policies = Selecting(scene, hit.Workload!).Where(policy => IsFor(policy, "Egress")).ToList()
        where policies.Count > 0 && !policies.Any(policy => (policy.Spec.Egress ?? []).Any(rule =>
            rule.Ports is not { Count: > 0 } ports || ports.Any(port => port.Port?.Value is null or "53" or "dns" or "5353")))
        group hit by policies[0] into refused
        select new Finding
        {
            Component = new("NetworkPolicy", refused.Key.Namespace() ?? "", refused.Key.Name()), Confidence = 0.9,
            Affects = [.. refused.Select(hit => hit.Who).Distinct()],
            RootCause = Statement.That(
                $"NetworkPolicy {refused.Key.Name()} lets no DNS lookups out (port 53) of {refused.First().Who.Name}, so names do not resolve.",
                Sighting.Of(new Component("NetworkPolicy", refused.Key.Namespace() ?? "", refused.Key.Name()),
                    $"egress without port 53; selects {refused.First().Who.Name}")),
            Because = [Statement.That($"{refused.First().Log.Pod} says: {RuntimeRules.Short(refused.First().Line)}", refused.First().Seen)],
        };

    private static IEnumerable<V1NetworkPolicy> Selecting(Scene scene, LiveWorkload workload) => scene.Cluster.NetworkPolicies
        .Where(policy => policy.Namespace() == workload.Namespace
            && LabelSelectors.Match(policy.Spec?.PodSelector ?? new(), workload.Template.Metadata?.Labels));

    private static bool IsFor(V1NetworkPolicy policy, string direction) => policy.Spec?.PolicyTypes is { Count: > 0 } types
        ? types.Contains(direction)
        : direction == "Ingress" || policy.Spec?.Egress is { Count: > 0 };

    private static bool Admits(Scene scene, IList<V1NetworkPolicyPeer>? peers, LiveWorkload other, string home) =>
        peers is not { Count: > 0 } || peers.Any(peer => peer.IpBlock is not null
            || ((peer.NamespaceSelector is { } selector
                    ? LabelSelectors.Match(selector, NamespaceLabels(scene, other.Namespace)) : other.Namespace == home)
                && (peer.PodSelector is null || LabelSelectors.Match(peer.PodSelector, other.Template.Metadata?.Labels))));

    private static Dictionary<string, string> NamespaceLabels(Scene scene, string name) => new Dictionary<string, string>(
        scene.Cluster.Namespaces.FirstOrDefault(one => one.Name() == name)?.Metadata.Labels ?? new Dictionary<string, string>())
        { ["kubernetes.io/metadata.name"] = name };

    [GeneratedRegex(@"(?i)ETIMEDOUT|i/o timeout|timed? ?out|deadline exceeded|ECONNREFUSED|connection refused|no route to host"
        + @"|upstream connect error|connection error|unreachable")]
    internal static partial Regex CannotConnect();
}
