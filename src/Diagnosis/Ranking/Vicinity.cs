using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Ranking;

/// <summary>How near a finding is to what people were told of: the alerting workload, what it calls over several hops, its node, its
/// namespace.</summary>
internal sealed class Vicinity
{
    /// <summary>By hops along the calls; what is still further counts like the last.</summary>
    private static readonly ImmutableArray<double> ByHops = [1.0, 0.99, 0.98, 0.96, 0.94];

    private const double Node = 0.97;
    private const double Caller = 0.6;
    private const double SameNamespace = 0.5;
    private const double SameNamespaceCallsUnknown = 0.6;
    private const double Cluster = 0.85;
    private const double Elsewhere = 0.3;

    private readonly Scene scene;
    private readonly ImmutableArray<LiveWorkload> focus;
    private readonly IReadOnlyDictionary<Component, int> hops;
    private readonly HashSet<Component> callers;
    private readonly HashSet<string> nodes;
    private readonly string? home;

    public Vicinity(Scene scene)
    {
        this.scene = scene;
        this.focus = Focus(scene);
        var starts = this.focus.Select(workload => workload.Component).ToList();
        this.hops = scene.Graph.From(starts);
        this.callers = [.. starts.SelectMany(scene.Graph.CallersOf)];
        this.nodes = [.. this.focus.SelectMany(workload => workload.Pods).Select(pod => pod.Spec?.NodeName).OfType<string>()];
        if (scene.Symptom.Node is { } node) this.nodes.Add(node);
        this.home = scene.Symptom.Namespace ?? this.focus.FirstOrDefault()?.Namespace;
    }

    /// <summary>Whether the symptom names a place: otherwise all of the namespace is as near.</summary>
    private bool HasFocus => !this.focus.IsEmpty || this.scene.Symptom.Node is not null;

    public double Of(Finding finding)
    {
        var nearest = finding.Affects.Append(finding.Component).Max(Of);
        return Late(finding) * nearest;
    }

    /// <summary>Of what a component is part, or whom it serves.</summary>
    public IEnumerable<Component> WorkloadsOf(Component component)
    {
        switch (component.Kind)
        {
            case "Service" or "Endpoints":
                return this.scene.Service(component.Namespace, component.Name) is { } service
                    && this.scene.Behind(service) is { IsEmpty: false } behind
                    ? behind.Select(workload => workload.Component)
                    : ByName(component);
            case "Pod":
                return this.scene.Cluster.Pods.Where(pod => pod.Name() == component.Name && pod.Namespace() == component.Namespace)
                    .Select(pod => this.scene.WorkloadOf(pod)?.Component).OfType<Component>();
            case "PersistentVolumeClaim":
                return this.scene.Workloads.Where(workload => workload.Namespace == component.Namespace && Mounts(workload, component.Name))
                    .Select(workload => workload.Component);
            case "ConfigMap" or "Secret":
                return this.scene.Workloads.Where(workload => workload.Namespace == component.Namespace && Reads(workload, component))
                    .Select(workload => workload.Component);
            case "HorizontalPodAutoscaler":
                return this.scene.Cluster.Autoscalers.Where(one => one.Name() == component.Name && one.Namespace() == component.Namespace)
                    .SelectMany(one => ByName(component with { Name = one.Spec?.ScaleTargetRef?.Name ?? "" }));
            case "PodDisruptionBudget":
                return this.scene.Cluster.DisruptionBudgets.Where(one => one.Name() == component.Name && one.Namespace() == component.Namespace)
                    .SelectMany(one => Selected(component.Namespace, one.Spec?.Selector?.MatchLabels));
            case "NetworkPolicy":
                return this.scene.Cluster.NetworkPolicies.Where(one => one.Name() == component.Name && one.Namespace() == component.Namespace)
                    .SelectMany(one => Selected(component.Namespace, one.Spec?.PodSelector?.MatchLabels));
            case "Ingress":
                return this.scene.Cluster.Ingresses.Where(one => one.Name() == component.Name && one.Namespace() == component.Namespace)
                    .SelectMany(one => one.Spec?.Rules ?? []).SelectMany(rule => rule.Http?.Paths ?? [])
                    .SelectMany(path => ByName(component with { Name = path.Backend?.Service?.Name ?? "" })).Concat(ByName(component));
            default:
                return ByName(component);
        }
    }

    private double Of(Component component)
    {
        if (component.Kind == "Node") return OfNode(component.Name);
        if (component.Kind is "External" or "ControlPlane") return 1;
        if (!HasFocus) return this.home is null || component.Namespace.Length == 0 || component.Namespace == this.home ? 1 : Elsewhere;
        if (component.Name == this.scene.Symptom.Service || component.Name == this.scene.Symptom.Workload) return 1;
        if (component is { Kind: "Namespace" }) return component.Name == this.home ? 0.95 : Elsewhere;
        var near = WorkloadsOf(component).Append(component).Where(this.hops.ContainsKey).Select(found => this.hops[found]).DefaultIfEmpty(-1).Min();
        if (near >= 0) return ByHops[Math.Min(near, ByHops.Length - 1)];
        if (component.Namespace.Length == 0) return Cluster;
        if (WorkloadsOf(component).Any(this.callers.Contains)) return Caller;
        if (component.Namespace != this.home) return Elsewhere;
        return this.hops.Count > this.focus.Length ? SameNamespace : SameNamespaceCallsUnknown;
    }

    private double OfNode(string name)
    {
        if (!HasFocus || this.nodes.Contains(name)) return Node;
        return this.scene.Cluster.Pods.Any(pod => pod.Spec?.NodeName == name && this.scene.WorkloadOf(pod) is { } workload
            && this.hops.ContainsKey(workload.Component))
                ? 0.94
                : SameNamespace;
    }

    /// <summary>What began long before the symptom explains it less; of what the symptom itself names, only a little less.</summary>
    private double Late(Finding finding)
    {
        if (finding.Since is not { } since || this.scene.Symptom.StartedAt - since < TimeSpan.FromHours(6)) return 1;
        return Of(finding.Component) >= 1 ? 0.95 : 0.8;
    }

    private IEnumerable<Component> ByName(Component component) =>
        this.scene.Named(component.Namespace, component.Name) is { } found ? [found.Component] : [];

    private IEnumerable<Component> Selected(string inNamespace, IDictionary<string, string>? labels) => this.scene.Workloads
        .Where(workload => workload.Namespace == inNamespace && labels is { Count: > 0 } && Scene.Selects(labels, workload.Template.Metadata?.Labels))
        .Select(workload => workload.Component);

    private static bool Mounts(LiveWorkload workload, string claim) =>
        workload.Pods.Select(pod => pod.Spec).Append(workload.Template.Spec)
            .Any(spec => spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim?.ClaimName == claim) == true);

    private static bool Reads(LiveWorkload workload, Component map) =>
        workload.Template.Spec?.Volumes?.Any(volume => volume.ConfigMap?.Name == map.Name || volume.Secret?.SecretName == map.Name) == true
        || workload.Containers.Any(container =>
            container.EnvFrom?.Any(from => from.ConfigMapRef?.Name == map.Name || from.SecretRef?.Name == map.Name) == true
            || container.Env?.Any(one => one.ValueFrom?.ConfigMapKeyRef?.Name == map.Name || one.ValueFrom?.SecretKeyRef?.Name == map.Name) == true);

    private static ImmutableArray<LiveWorkload> Focus(Scene scene)
    {
        var told = scene.Symptom;
        var named = scene.Workloads.Where(workload => (told.Namespace is null || workload.Namespace == told.Namespace)
            && (workload.Name == told.Workload || workload.Name == told.Service || workload.Pods.Any(pod => pod.Name() == told.Pod)));
        var served = told.Service is { } service && told.Namespace is { } home
            && scene.Service(home, service) is { } found ? scene.Behind(found) : [];
        return [.. named.Concat(served).DistinctBy(workload => workload.Component)];
    }
}
