using System.Globalization;
using AiSre.Domain.Kubernetes;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>What surrounds a workload, as facts: its revisions, nodes, services, claims, ingresses and network policies.</summary>
internal static class NetworkReading
{
    public static RevisionFacts Revision(V1ReplicaSet set) => new(
        set.Metadata.Annotations?.TryGetValue(WorkloadReading.RevisionAnnotation, out var revision) is true ? revision : "",
        PodReading.Ref("ReplicaSet", set.Metadata),
        [.. set.Spec.Template?.Spec?.Containers?.Select(container => container.Image ?? "") ?? []],
        PodReading.Utc(set.Metadata.CreationTimestamp) ?? default,
        set.Spec.Replicas ?? 0,
        set.Status?.ReadyReplicas ?? 0,
        set.Metadata.Annotations?.TryGetValue("kubernetes.io/change-cause", out var cause) is true ? OneLine.Of(cause) : null);

    public static NodeFacts Node(V1Node node)
    {
        var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type is "Ready");
        return new(node.Metadata.Name, ready?.Status is "True", node.Spec?.Unschedulable is not true,
            [.. (node.Status?.Conditions ?? []).Where(condition => condition.Type is not "Ready" && condition.Status is "True")
                .Select(condition => condition.Type)],
            [.. (node.Spec?.Taints ?? []).Select(taint => $"{taint.Key}:{taint.Effect}")],
            ready?.Status is "True" ? null : OneLine.Of(ready?.Message));
    }

    public static ServiceFacts Service(V1Service service, IEnumerable<V1EndpointSlice> slices)
    {
        var endpoints = slices.Where(slice => slice.Metadata.Labels?.TryGetValue("kubernetes.io/service-name", out var name) is true
            && name == service.Metadata.Name).SelectMany(slice => slice.Endpoints ?? []).ToList();
        // No word on it means ready.
        var ready = endpoints.Count(endpoint => endpoint.Conditions?.Ready is not false);
        return new(service.Metadata.Name, service.Spec?.Type ?? "ClusterIP", PodReading.Texts(service.Spec?.Selector),
            [.. (service.Spec?.Ports ?? []).Select(port => Invariant($"{port.Port}/{port.Protocol ?? "TCP"}"))], ready, endpoints.Count - ready);
    }

    public static VolumeClaimFacts Claim(V1PersistentVolumeClaim claim) => new(
        claim.Metadata.Name, claim.Status?.Phase ?? "", claim.Spec?.StorageClassName,
        Quantities.Find(claim.Status?.Capacity, "storage")?.ToString());

    public static IngressFacts Ingress(V1Ingress ingress) => new(ingress.Metadata.Name, ingress.Spec?.IngressClassName,
        [
            .. from rule in ingress.Spec?.Rules ?? []
            from path in rule.Http?.Paths ?? []
            let port = path.Backend?.Service?.Port
            select $"{rule.Host ?? "*"}{path.Path} -> {path.Backend?.Service?.Name}:"
                + (port?.Name ?? port?.Number?.ToString(CultureInfo.InvariantCulture)),
        ]);

    public static NetworkPolicyFacts Policy(V1NetworkPolicy policy) => new(policy.Metadata.Name, [.. policy.Spec?.PolicyTypes ?? []],
        Selectors.Text(policy.Spec?.PodSelector) ?? "", (policy.Spec?.Ingress?.Count ?? 0) + (policy.Spec?.Egress?.Count ?? 0));
}
