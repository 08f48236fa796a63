using AiSre.Diagnosis.Scenes;
using AiSre.Integrations.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Causes that are in no namespace of anybody's: nodes, volumes, admission, and what makes a cluster one.</summary>
internal static class ClusterWideLists
{
    private const string System = "kube-system", Heartbeats = "kube-node-lease", Dns = "k8s-app=kube-dns";
    private const string Rbac = "rbac.authorization.k8s.io/v1", Storage = "storage.k8s.io/v1", Admission = "admissionregistration.k8s.io/v1";

    /// <summary>By their labels, the pods that every other one needs.</summary>
    private static readonly string[] Needed = ["k8s-app in (kube-dns,kube-proxy)", "tier=control-plane"];

    /// <param name="to">Where it is read to.</param>
    /// <param name="whole">Namespaces of which everything is read anyway.</param>
    public static IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> Read(Gathering to, IReadOnlyCollection<string> whole)
    {
        var limit = to.Cluster.Limits.Page;
        yield return to.ReadAsync<V1NodeList, V1Node>(new("nodes"),
            (api, next, call) => api.CoreV1.ListNodeAsync(continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Nodes = snapshot.Nodes.AddRange(found) });
        yield return to.ReadAsync<V1PersistentVolumeList, V1PersistentVolume>(new("persistentvolumes"),
            (api, next, call) => api.CoreV1.ListPersistentVolumeAsync(continueParameter: next, limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Volumes = snapshot.Volumes.AddRange(found) });
        // Events about what has no namespace are kept in the one called default.
        if (!whole.Contains("default")) yield return to.ReadAsync<Corev1EventList, Corev1Event>(new("events", "default"),
            (api, next, call) => api.CoreV1.ListNamespacedEventAsync("default", continueParameter: next,
                fieldSelector: "involvedObject.kind=Node", limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Events = snapshot.Events.AddRange(found) });

        yield return to.Named<V1StorageClassList, V1StorageClass>(Storage, "storageclasses", "",
            (snapshot, found) => snapshot with { StorageClasses = found });
        yield return to.Named<V1VolumeAttachmentList, V1VolumeAttachment>(Storage, "volumeattachments", "",
            (snapshot, found) => snapshot with { VolumeAttachments = found });
        yield return to.Named<V1IngressClassList, V1IngressClass>("networking.k8s.io/v1", "ingressclasses", "",
            (snapshot, found) => snapshot with { IngressClasses = found });
        yield return to.Named<V1ValidatingWebhookConfigurationList, V1ValidatingWebhookConfiguration>(Admission,
            "validatingwebhookconfigurations", "", (snapshot, found) => snapshot with { ValidatingWebhooks = found });
        yield return to.Named<V1MutatingWebhookConfigurationList, V1MutatingWebhookConfiguration>(Admission,
            "mutatingwebhookconfigurations", "", (snapshot, found) => snapshot with { MutatingWebhooks = found });
        yield return to.Named<V1APIServiceList, V1APIService>("apiregistration.k8s.io/v1", "apiservices", "",
            (snapshot, found) => snapshot with { ApiServices = found });
        yield return to.Named<V1ClusterRoleList, V1ClusterRole>(Rbac, "clusterroles", "",
            (snapshot, found) => snapshot with { ClusterRoles = found });
        foreach (var ns in new[] { Heartbeats, System })
        {
            yield return to.Named<V1LeaseList, V1Lease>("coordination.k8s.io/v1", "leases", ns,
                (snapshot, found) => snapshot with { Leases = snapshot.Leases.AddRange(found) });
        }

        if (whole.Contains(System)) yield break;
        foreach (var list in ReadSystem(to, limit)) yield return list;
    }

    private static IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> ReadSystem(Gathering to, int limit)
    {
        yield return to.TryAsync(new("pods", System), () => SystemPodsAsync(to));
        yield return to.ReadAsync<Corev1EventList, Corev1Event>(new("events", System),
            (api, next, call) => api.CoreV1.ListNamespacedEventAsync(System, continueParameter: next, fieldSelector: "type=Warning",
                limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { Events = snapshot.Events.AddRange(found) });
        yield return to.ReadAsync<V1ServiceList, V1Service>(new("services", System),
            (api, next, call) => api.CoreV1.ListNamespacedServiceAsync(System, continueParameter: next, labelSelector: Dns, limit: limit,
                cancellationToken: call),
            (snapshot, found) => snapshot with { Services = snapshot.Services.AddRange(found) });
        yield return to.ReadAsync<V1EndpointsList, V1Endpoints>(new("endpoints", System),
            (api, next, call) => api.CoreV1.ListNamespacedEndpointsAsync(System, continueParameter: next, labelSelector: Dns, limit: limit,
                cancellationToken: call),
            (snapshot, found) => snapshot with { Endpoints = snapshot.Endpoints.AddRange(found) });
        yield return to.ReadAsync<V1ConfigMapList, V1ConfigMap>(new("configmaps", System),
            (api, next, call) => api.CoreV1.ListNamespacedConfigMapAsync(System, continueParameter: next, fieldSelector: "metadata.name=coredns",
                limit: limit, cancellationToken: call),
            (snapshot, found) => snapshot with { ConfigMaps = snapshot.ConfigMaps.AddRange(found) });
        yield return to.Named<V1DeploymentList, V1Deployment>("apps/v1", "deployments", System,
            (snapshot, found) => snapshot with { Deployments = snapshot.Deployments.AddRange(found) });
        yield return to.Named<V1ReplicaSetList, V1ReplicaSet>("apps/v1", "replicasets", System,
            (snapshot, found) => snapshot with { ReplicaSets = snapshot.ReplicaSets.AddRange(found) });
        yield return to.Named<V1DaemonSetList, V1DaemonSet>("apps/v1", "daemonsets", System,
            (snapshot, found) => snapshot with { DaemonSets = snapshot.DaemonSets.AddRange(found) });
    }

    /// <summary>All where one page holds them; of a larger cluster those that every pod needs.</summary>
    private static async Task<Func<ClusterSnapshot, ClusterSnapshot>> SystemPodsAsync(Gathering to)
    {
        var limit = to.Cluster.Limits.Page;
        var first = await to.Cluster.CallAsync(to.Cluster.Limits.Read,
            (api, call) => api.CoreV1.ListNamespacedPodAsync(System, limit: limit, cancellationToken: call), to.Cancellation);
        IEnumerable<V1Pod> pods = first.Items ?? [];
        if (!string.IsNullOrEmpty(first.Metadata?.ContinueProperty))
        {
            var needed = await Task.WhenAll(Needed.Select(labels =>
                to.Cluster.AllAsync<V1PodList, V1Pod>((api, next, call) => api.CoreV1.ListNamespacedPodAsync(System, continueParameter: next,
                    labelSelector: labels, limit: limit, cancellationToken: call), to.Cancellation)));
            pods = needed.SelectMany(found => found);
        }
        var safe = pods.Where(pod => SafeObjects.Clean(pod)).ToList();
        return snapshot => snapshot with { Pods = snapshot.Pods.AddRange(safe) };
    }
}
