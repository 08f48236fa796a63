using System.Collections.Immutable;
using System.Globalization;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Services that are slow: short of CPU, behind a slow network, or only because what they call is slow.</summary>
internal static class PerformanceRules
{
    /// <summary>A slow service whose rise is at most this many times that of a service it calls is slow because of it: one request makes several
    /// calls.</summary>
    private const double Calls = 4.5;

    /// <summary>Retransmitted segments a second from which packets are lost and not only late.</summary>
    private const double Lossy = 3;

    public static ImmutableArray<Rule> All { get; } =
    [
        new("pod_cpu_overload", Overloaded)
        {
            Needs = [],
            LooksAt = "Cores in use and throttled time of workloads (metrics or alerts), and their CPU limits",
            Advice = "Raise the CPU limit or the number of replicas, or make a request cost less.",
            Expected = "No throttling; latency is back at its normal.",
        },
        new("pod_network_delay", Delayed)
        {
            Needs = [],
            LooksAt = "Latencies of services (metrics or alerts): the one that is slow although nothing that it calls is",
            Advice = "Look at the network of that service's pods (policy, sidecar, node) and at what it waits for.",
            Expected = "Its latency, and with it that of its callers, is back at its normal.",
        },
        new("node_network_delay", scene => NodeNetwork(scene, isLossy: false))
        {
            Needs = ["nodes"],
            LooksAt = "Retransmissions on a node, and services of that node that are slow together",
            Advice = "Drain the node and look at its network interface and its path.",
            Expected = "Latency of the services moved elsewhere is back at its normal.",
        },
        new("node_network_packet_loss", scene => NodeNetwork(scene, isLossy: true))
        {
            Needs = ["nodes"],
            LooksAt = "Many retransmissions on a node",
            Advice = "Drain the node and look at its network interface and its path.",
            Expected = "No retransmissions; throughput is back at its normal.",
        },
    ];

    private static IEnumerable<Finding> Overloaded(Scene scene)
    {
        var throttled = Rises.OfThrottling(scene);
        var busy = Rises.OfCpu(scene);
        var slow = Rises.OfLatency(scene).Select(rise => rise.Name).ToHashSet();
        foreach (var rise in throttled)
        {
            if (Workload(scene, rise.Name) is not { } workload) continue;
            var limit = Limit(workload);
            var cores = busy.FirstOrDefault(one => one.Name == rise.Name);
            var used = scene.Metrics.FirstOrDefault(trend => trend.Name == "cpu" && trend.About.Name == rise.Name);
            var isAtLimit = limit is { } most && used is not null && used.Max >= most * 0.9;
            if (cores is null && !isAtLimit) continue;
            var isHarmless = !slow.Contains(rise.Name)
                && scene.Metrics.Any(trend => trend.Name.StartsWith("latency", StringComparison.Ordinal) && trend.About.Name == rise.Name);
            yield return new()
            {
                Component = workload.Component, Confidence = isHarmless ? 0.45 : rise.Now >= 0.3 ? 0.9 : 0.6,
                RootCause = Statement.That($"The CPU of {workload.Name} is overloaded: it is throttled at its limit.", rise.Seen,
                    Sighting.Of(workload.Component, $"{workload.Name}: cpu limit {limit}")),
                Because = cores is null ? [] : [Statement.That($"{cores.Name} uses more cores than before.", cores.Seen)],
            };
        }
    }

    private static IEnumerable<Finding> Delayed(Scene scene)
    {
        var rises = Rises.OfLatency(scene).Select(rise => (Rise: rise, Workload: Workload(scene, rise.Name))).Where(pair => pair.Workload is not null)
            .ToList();
        var busy = Rises.OfCpu(scene).Where(cpu => Rises.OfThrottling(scene).Any(one => one.Name == cpu.Name && one.Now >= 0.3))
            .Select(cpu => cpu.Name).ToHashSet();
        var node = NodeNetwork(scene, isLossy: false).Concat(NodeNetwork(scene, isLossy: true)).FirstOrDefault();
        // Callers rise as much as what they call, and more. Where nothing says who calls whom, the one furthest from its normal is the likeliest.
        var isUnrelated = rises.Count > 1 && !rises.Any(one => rises.Any(other =>
            one.Workload != other.Workload && scene.Graph.DependsOn(one.Workload!.Component, other.Workload!.Component)));
        double Weight(Rise rise) => isUnrelated ? rise.Now / Math.Max(rise.Before, 0.003) : rise.By;
        var own = rises.Where(pair => !IsExplained(scene, pair, rises)).OrderByDescending(pair => Weight(pair.Rise)).ToList();
        foreach (var (rise, workload) in own)
        {
            if (busy.Contains(rise.Name)) continue;
            var share = Weight(rise) / Weight(own[0].Rise);
            var (before, now) = (Milliseconds(rise.Before), Milliseconds(rise.Now));
            yield return new()
            {
                Component = workload!.Component, Confidence = node is not null ? 0.5 * share : share >= 0.99 ? 0.84 : 0.45 + (0.25 * share),
                Affects = [.. rises.Where(pair => pair.Workload != workload && scene.Graph.DependsOn(pair.Workload!.Component, workload.Component))
                    .Select(pair => pair.Workload!.Component)],
                RootCause = Statement.That($"{workload.Name} is slow by itself (network delay): its latency rose, and nothing that it calls "
                    + $"explains that.",
                    rise.Seen, Sighting.Of(workload.Component, $"{workload.Name}: latency from {before} to {now}")),
                Because = [Statement.That($"Its latency rose from {before} to {now}.",
                    Sighting.Of(workload.Component, $"{workload.Name}: latency from {before} to {now}"), rise.Seen)],
            };
        }
    }

    private static bool IsExplained(Scene scene, (Rise Rise, LiveWorkload? Workload) one, IReadOnlyList<(Rise Rise, LiveWorkload? Workload)> all)
    {
        var called = scene.Graph.From([one.Workload!.Component]);
        return all.Any(other => other.Workload != one.Workload && called.ContainsKey(other.Workload!.Component)
            && !scene.Graph.DependsOn(other.Workload.Component, one.Workload!.Component) && one.Rise.By <= Calls * other.Rise.By);
    }

    private static IEnumerable<Finding> NodeNetwork(Scene scene, bool isLossy)
    {
        var rises = Rises.OfRetransmits(scene).Where(rise => scene.Cluster.Nodes.Any(node => node.Name() == rise.Name))
            .OrderByDescending(rise => rise.Now).ToList();
        if (rises.Count == 0 || rises[0].Now >= Lossy != isLossy) yield break;
        var worst = rises[0];
        var suffering = Rises.OfLatency(scene).Select(rise => rise.Name).Concat(Rises.Dropped(scene)).Distinct().ToList();
        if (suffering.Count == 0) yield break;
        yield return new()
        {
            Component = new("Node", "", worst.Name), Confidence = 0.9,
            Affects = [.. suffering.Select(name => Workload(scene, name)?.Component).OfType<Component>()],
            RootCause = isLossy
                ? Statement.That($"The network of node {worst.Name} loses packets (packet loss): many segments are sent again.", worst.Seen)
                : Statement.That($"The network of node {worst.Name} is slow (network delay): segments are sent again, and services suffer together.",
                worst.Seen),
        };
    }

    private static LiveWorkload? Workload(Scene scene, string name) =>
        scene.Symptom.Namespace is { } home
            && (scene.Named(home, name) ?? (scene.Service(home, name) is { } service ? scene.Behind(service).FirstOrDefault() : null)) is { } found
            ? found
            : scene.Workloads.FirstOrDefault(workload => workload.Name == name);

    private static double? Limit(LiveWorkload workload)
    {
        var limits = workload.Containers.Select(container => container.Resources?.Limits?.TryGetValue("cpu", out var limit) == true
            ? (double?)limit.ToDouble() : null).ToList();
        return limits.Count > 0 && limits.All(limit => limit is not null) ? limits.Sum() : null;
    }

    private static string Milliseconds(double seconds) => $"{(seconds * 1000).ToString("0", CultureInfo.InvariantCulture)} ms";
}
