using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Between a client and the pods of a Service: selector, ports, protocol, endpoints.</summary>
internal static partial class ServiceRoutingRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("service_selector_mismatch", Selectors)
        {
            Needs = ["services", "pods"],
            LooksAt = "Selectors of Services against the labels of pod templates",
            Advice = "Let the Service's selector name the labels that the pods carry.",
            Expected = "The Service has endpoints; its clients connect.",
        },
        new("service_port_mapping_mismatch", TargetPorts)
        {
            Needs = ["services", "pods"],
            LooksAt = "Target ports of Services against the ports, probes and settings of the pods behind them, and the ports that all clients use",
            Advice = "Let the Service's targetPort name the port that the container listens on, and its port the one that clients use.",
            Expected = "Clients connect through the Service.",
        },
        new("service_protocol_mismatch", Protocols)
        {
            Needs = ["services", "pods"],
            LooksAt = "Protocols (TCP, UDP) of Services' ports against those of the containers",
            Advice = "Give the Service's port the protocol that the container speaks.",
            Expected = "Clients connect through the Service.",
        },
        new("service_missing", Missing)
        {
            Needs = ["services"], IsConsequence = true,
            LooksAt = "Names that clients are given, for which there is a workload but no Service",
            Advice = "Create the Service; if something refuses it (a quota, a policy), mend that first.",
            Expected = "The name resolves; clients connect.",
        },
        new("service_without_ready_endpoints", NoneReady)
        {
            Needs = ["services", "pods"], IsConsequence = true,
            LooksAt = "Services all of whose pods are not ready",
            Advice = "Find out why the pods behind the Service are not ready.",
            Expected = "The Service has ready endpoints.",
        },
        new("external_traffic_policy_local", LocalOnly)
        {
            Needs = ["services", "pods", "nodes"],
            LooksAt = "Services with externalTrafficPolicy Local, and nodes without a ready pod of theirs",
            Advice = "Run a pod on each node that gets traffic (a DaemonSet, or spread), or set externalTrafficPolicy to Cluster.",
            Expected = "Every node that the load balancer sends to answers.",
        },
    ];

    private static IEnumerable<Finding> Selectors(Scene scene)
    {
        foreach (var service in scene.Cluster.Services.Where(service => service.Spec is { Type: not "ExternalName", Selector.Count: > 0 }))
        {
            var (home, selector) = (service.Namespace() ?? "", service.Spec.Selector);
            if (!scene.Behind(service).IsEmpty || HasAddresses(scene, service)) continue;
            if (scene.Cluster.Pods.Any(pod => pod.Namespace() == home && Scene.Selects(selector, pod.Metadata.Labels))) continue;
            var near = scene.Workloads.Where(workload => workload.Namespace == home && workload.Component.Kind is not "Job" and not "CronJob")
                .Select(workload => (Workload: workload, Score: Likeness(service, workload))).Where(pair => pair.Score > 0)
                .OrderByDescending(pair => pair.Score).Select(pair => pair.Workload).FirstOrDefault();
            var wanted = Labels(selector);
            var cited = Sighting.Of(Component(service), $"{service.Name()}: spec.selector: {wanted}; no endpoints");
            yield return new()
            {
                Component = Component(service), Confidence = near is null ? 0.45 : 0.92, Affects = near is null ? [] : [near.Component],
                RootCause = Statement.That($"The selector of Service {service.Name()} ({wanted}) matches no pod, so it has no endpoints.", cited),
                Because = near is null ? [] :
                [
                    Statement.That($"The pods of {near.Name} are labelled "
                        + $"{Labels(near.Template.Metadata?.Labels ?? new Dictionary<string, string>())}.",
                        Sighting.Of(near.Component,
                            $"template labels: {Labels(near.Template.Metadata?.Labels ?? new Dictionary<string, string>())}")),
                ],
            };
        }
    }

    /// <summary>How likely the Service is meant for the workload: by its name, by labels that agree, by ports that do.</summary>
    private static int Likeness(V1Service service, LiveWorkload workload)
    {
        var labels = workload.Template.Metadata?.Labels ?? new Dictionary<string, string>();
        var isNamed = workload.Name == service.Name() || labels.Values.Contains(service.Name());
        var agreeing = service.Spec.Selector.Count(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);
        return (isNamed ? 4 : 0) + agreeing;
    }

    private static IEnumerable<Finding> TargetPorts(Scene scene)
    {
        foreach (var service in scene.Cluster.Services.Where(service => service.Spec?.Ports is not null))
        {
            if (scene.Behind(service).FirstOrDefault() is not { } workload) continue;
            var spec = workload.Pods.FirstOrDefault(pod => !pod.IsOver())?.Spec ?? workload.Template.Spec;
            var declared = (spec?.Containers ?? []).Concat((spec?.InitContainers ?? []).Where(one => one.RestartPolicy == "Always"))
                .SelectMany(container => container.Ports ?? []).ToList();
            foreach (var port in service.Spec.Ports)
            {
                var target = port.TargetPort?.Value ?? Number(port.Port);
                var isNumber = int.TryParse(target, out var number);
                var isThere = declared.Any(one => isNumber ? one.ContainerPort == number : one.Name == target);
                if (isThere || (isNumber && (declared.Count == 0 || IsKnown(workload, number)))) continue;
                var listens = string.Join(", ",
                    declared.Select(one => one.Name is { Length: > 0 } name ? $"{name} {Number(one.ContainerPort)}" : Number(one.ContainerPort)));
                yield return new()
                {
                    Component = Component(service), Confidence = !isNumber ? 0.92 : service.Spec.Ports.Count == 1 ? 0.9
                        : 0.5, Affects = [workload.Component],
                    RootCause = Statement.That(
                        $"Service {service.Name()} sends its port {Number(port.Port)} to target port {target} (targetPort), on which no container of "
                            + $"{workload.Name} listens: the ports do not match.",
                        Sighting.Of(Component(service), $"{service.Name()}: port {Number(port.Port)}, targetPort {target}"),
                        Sighting.Of(workload.Component, $"{workload.Name}: container ports: {listens}")),
                };
            }

            foreach (var finding in PortNobodyUses(scene, service, workload)) yield return finding;
        }
    }

    /// <summary>All clients use a port of the containers that the Service does not offer: the Service is wrong, not every client.</summary>
    private static IEnumerable<Finding> PortNobodyUses(Scene scene, V1Service service, LiveWorkload workload)
    {
        if (service.Spec.Ports.Count != 1) yield break;
        var used = ClientAddresses.All(scene).Where(one => one.Service == service && one.Address.Port is not null).ToList();
        var ports = used.Select(one => one.Address.Port!.Value).Distinct().ToList();
        if (used.Count < 1 || ports is not [var port] || service.Spec.Ports.Any(one => one.Port == port)) yield break;
        var isContainers = workload.Containers.Any(container => container.Ports?.Any(one => one.ContainerPort == port) == true)
            || IsKnown(workload, port);
        if (!isContainers || (used.Select(one => one.Client).Distinct().Count() < 2 && workload.Containers.Any(container =>
            container.Ports?.Any(one => one.ContainerPort == service.Spec.Ports[0].Port) == true))) yield break;
        yield return new()
        {
            Component = Component(service), Confidence = 0.9, Affects = [.. used.Select(one => one.Client.Component).Distinct()],
            RootCause = Statement.That(
                $"Service {service.Name()} offers port {Number(service.Spec.Ports[0].Port)}, but its clients use port {port}.",
                Sighting.Of(Component(service), $"{service.Name()}: port {Number(service.Spec.Ports[0].Port)}"), used[0].Seen),
        };
    }

    private static bool IsKnown(LiveWorkload workload, int port)
    {
        var text = Number(port);
        return workload.Containers.Any(container =>
            container.Env?.Any(one => one.Value == text) == true
            || new[] { container.ReadinessProbe, container.LivenessProbe, container.StartupProbe }.OfType<V1Probe>().Any(probe =>
                probe.HttpGet?.Port?.Value == text || probe.TcpSocket?.Port?.Value == text || probe.Grpc?.Port == port)
            || (container.Args ?? []).Concat(container.Command ?? []).Any(word => word.EndsWith(text, StringComparison.Ordinal)));
    }

    private static IEnumerable<Finding> Protocols(Scene scene) =>
        from service in scene.Cluster.Services
        from port in service.Spec?.Ports ?? []
        let protocol = port.Protocol ?? "TCP"
        from workload in scene.Behind(service).Take(1)
        let target = port.TargetPort?.Value ?? Number(port.Port)
        let there = workload.Containers.SelectMany(container => container.Ports ?? [])
            .Where(one => Number(one.ContainerPort) == target || one.Name == target).ToList()
        where there.Count > 0 && there.All(one => (one.Protocol ?? "TCP") != protocol)
        let spoken = there[0].Protocol ?? "TCP"
        select new Finding
        {
            Component = Component(service), Confidence = 0.93, Affects = [workload.Component],
            RootCause = Statement.That(
                $"Service {service.Name()} offers port {Number(port.Port)} as {protocol}, but {workload.Name} speaks {spoken} on {target}: the "
                    + $"protocol does not match.",
                Sighting.Of(Component(service), $"{service.Name()}: port {Number(port.Port)}, protocol {protocol}, targetPort {target}"),
                Sighting.Of(workload.Component, $"{workload.Name}: containerPort {target}, protocol {spoken}")),
        };

    private static IEnumerable<Finding> Missing(Scene scene) =>
        from one in Unresolved(scene)
        let workload = Unserved(scene, one.Client.Namespace, one.Host.Split('.')[0])
        where workload is not null && workload.Component != one.Client
        group one by workload.Component into clients
        select new Finding
        {
            Component = clients.Key, Confidence = clients.Any(one => one.IsMissed) ? 0.9 : 0.75,
            Affects = [.. clients.Select(one => one.Client).Distinct()],
            RootCause = Statement.That(
                $"There is no Service {clients.Key.Name} (it is missing, does not exist), although {clients.First().Client.Name} is told to call it.",
                clients.First().Seen, Sighting.Of(new Component("Service", clients.Key.Namespace, clients.Key.Name), "there is no such object")),
        };

    /// <summary>Names that clients are told, or asked for in vain.</summary>
    private static IEnumerable<(Component Client, string Host, Sighting Seen, bool IsMissed)> Unresolved(Scene scene) =>
        ClientAddresses.All(scene).Where(one => one.Service is null).Select(one => (one.Client.Component, one.Address.Host, one.Seen, false))
            .Concat(LostNames.All(scene).Select(pair => (pair.Hit.Who, pair.Host,
                Sighting.Of(pair.Hit.Who, $"{pair.Hit.Who.Name} asks for {pair.Host}: {pair.Hit.Line}"), true)));

    /// <summary>A workload of that very name that no Service selects.</summary>
    internal static LiveWorkload? Unserved(Scene scene, string home, string name) =>
        scene.Named(home, name) is { Component.Kind: not "Job" and not "CronJob" } workload
            && !scene.Cluster.Services.Any(service => scene.Behind(service).Contains(workload)) ? workload : null;

    private static IEnumerable<Finding> NoneReady(Scene scene)
    {
        foreach (var service in scene.Cluster.Services.Where(service => service.Spec is { Type: not "ExternalName", Selector.Count: > 0 }))
        {
            var behind = scene.Behind(service);
            if (behind.IsEmpty || behind.Sum(workload => workload.Desired) == 0
                || behind.Any(workload => workload.Ready > 0 || workload.Pods.Any(pod => pod.IsReady()))) continue;
            var workload = behind[0];
            yield return new()
            {
                Component = workload.Component, Confidence = 0.6,
                RootCause = Statement.That(
                    $"None of the pods behind Service {service.Name()} is ready: {workload.Name} has {workload.Ready} of {workload.Desired}.",
                    Sighting.Of(Component(service), $"{service.Name()}: no ready endpoints"),
                    Sighting.Of(workload.Component, $"{workload.Name}: status.readyReplicas {workload.Ready}, spec.replicas {workload.Desired}")),
            };
        }
    }

    private static IEnumerable<Finding> LocalOnly(Scene scene)
    {
        foreach (var service in scene.Cluster.Services.Where(service =>
            service.Spec is { ExternalTrafficPolicy: "Local", Type: "LoadBalancer" or "NodePort" }))
        {
            var ready = scene.Behind(service).SelectMany(workload => workload.Pods).Where(pod => pod.IsReady()).ToList();
            var with = ready.Select(pod => pod.Spec?.NodeName).OfType<string>().Distinct().ToList();
            var without = scene.Cluster.Nodes.Where(node => node.Spec?.Unschedulable != true && !with.Contains(node.Name())
                && node.Metadata.Labels?.ContainsKey("node-role.kubernetes.io/control-plane") != true).Select(node => node.Name()).ToList();
            if (ready.Count == 0 || without.Count == 0) continue;
            var isAsked = service.Name() == scene.Symptom.Service || scene.Behind(service).Any(one => one.Name == scene.Symptom.Service);
            var isOutside = FromOutside().IsMatch($"{scene.Symptom.Title} {scene.Symptom.Description}");
            yield return new()
            {
                Component = Component(service), Confidence = !isAsked ? 0.35 : isOutside ? 0.85 : 0.6,
                RootCause = Statement.That(
                    $"Service {service.Name()} has externalTrafficPolicy Local and no local pod on node {without[0]}: traffic that arrives there "
                        + $"is dropped.",
                    Sighting.Of(Component(service),
                        $"{service.Name()}: externalTrafficPolicy: Local; nodes without a ready pod of it: {string.Join(", ", without)}")),
            };
        }
    }

    [GeneratedRegex("(?i)public|external|load ?balancer|outside|internet|node ?port|intermittent|time ?d? ?out"
        + "|some (?:of the )?(?:requests|connections)")]
    private static partial Regex FromOutside();

    private static bool HasAddresses(Scene scene, V1Service service) =>
        scene.Cluster.Endpoints.Any(one => one.Name() == service.Name() && one.Namespace() == service.Namespace()
            && one.Subsets?.Any(subset => subset.Addresses?.Count > 0 || subset.NotReadyAddresses?.Count > 0) == true)
        || scene.Cluster.EndpointSlices.Any(one => one.Namespace() == service.Namespace() && one.Endpoints?.Count > 0
            && one.Metadata.Labels?.TryGetValue("kubernetes.io/service-name", out var owner) == true && owner == service.Name());

    internal static Component Component(V1Service service) => new("Service", service.Namespace() ?? "", service.Name());
    private static string Labels(IEnumerable<KeyValuePair<string, string>> labels) =>
        string.Join(", ", labels.Select(pair => $"{pair.Key}={pair.Value}"));
    internal static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
