using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

public sealed partial class Scene
{
    private Dictionary<(string, string), V1Service>? servicesByName;
    private Dictionary<string, V1Service>? servicesByIp;
    private Dictionary<(string, string), ImmutableArray<LiveWorkload>>? backends;
    private Dictionary<string, LiveWorkload>? workloadsByIp;
    private ILookup<(string, string), LiveWorkload>? workloadsByName;

    public V1Service? Service(string inNamespace, string name) =>
        (this.servicesByName ??= Cluster.Services.DistinctBy(Key).ToDictionary(Key)).GetValueOrDefault((inNamespace, name));

    /// <summary>What a host name or address stands for, seen from a namespace; null for what is no Service of this cluster.</summary>
    public V1Service? ServiceAt(string host, string fromNamespace)
    {
        ArgumentNullException.ThrowIfNull(host);
        this.servicesByIp ??= Cluster.Services.Where(service => service.Spec?.ClusterIP is { Length: > 4 })
            .DistinctBy(service => service.Spec.ClusterIP).ToDictionary(service => service.Spec.ClusterIP);
        if (this.servicesByIp.TryGetValue(host, out var byAddress)) return byAddress;
        var parts = host.Split('.');
        return parts.Length switch
        {
            1 => Service(fromNamespace, parts[0]),
            2 => Service(parts[1], parts[0]) ?? Service(fromNamespace, parts[1]),
            _ => Service(parts[1], parts[0]) ?? Service(parts[2], parts[1]),
        };
    }

    /// <summary>Workloads whose pods a Service selects, whether or not one is alive.</summary>
    public ImmutableArray<LiveWorkload> Behind(V1Service service)
    {
        ArgumentNullException.ThrowIfNull(service);
        this.backends ??= Cluster.Services.DistinctBy(Key).ToDictionary(Key, one => Workloads
            .Where(workload => workload.Namespace == one.Namespace() && workload.Component.Kind is not "Job" and not "CronJob"
                && one.Spec?.Selector is { Count: > 0 } selector && Selects(selector, workload.Template.Metadata?.Labels)).ToImmutableArray());
        return this.backends.GetValueOrDefault(Key(service), []);
    }

    /// <summary>The workload that answers at a host: of the Service, of a pod's address, or of that very name.</summary>
    public LiveWorkload? Answering(string host, string fromNamespace)
    {
        this.workloadsByIp ??= Cluster.Pods.Where(pod => pod.Status?.PodIP is { Length: > 0 } && pod.Spec?.HostNetwork != true)
            .Select(pod => (pod.Status.PodIP, Workload: WorkloadOf(pod))).Where(pair => pair.Workload is not null)
            .DistinctBy(pair => pair.PodIP).ToDictionary(pair => pair.PodIP, pair => pair.Workload!);
        if (ServiceAt(host, fromNamespace) is { } service) return Behind(service)
            .FirstOrDefault() ?? Named(service.Namespace() ?? "", service.Name());
        return this.workloadsByIp.GetValueOrDefault(host);
    }

    /// <summary>A workload that serves by its name: Deployments before the rest.</summary>
    public LiveWorkload? Named(string inNamespace, string name) =>
        (this.workloadsByName ??= Workloads.ToLookup(workload => (workload.Namespace, workload.Name)))[(inNamespace, name)].FirstOrDefault();

    public LiveWorkload? WorkloadAt(Component component)
    {
        ArgumentNullException.ThrowIfNull(component);
        return Workloads.FirstOrDefault(workload => workload.Component == component);
    }

    internal static bool Selects(IEnumerable<KeyValuePair<string, string>> selector, IDictionary<string, string>? labels) =>
        labels is not null && selector.All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static (string, string) Key(V1Service service) => (service.Namespace() ?? "", service.Name());
}
