using System.Collections.Frozen;

namespace AiSre.KubernetesStub;

/// <summary>A resource that the stub serves.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Plural">As paths write it.</param>
public sealed record ResourceKind(string Group, string Version, string Plural, string Kind, bool IsNamespaced = true)
{
    private static readonly ResourceKind[] All =
    [
        new("", "v1", "namespaces", "Namespace", false), new("", "v1", "nodes", "Node", false), new("", "v1", "pods", "Pod"),
        new("", "v1", "events", "Event"), new("", "v1", "services", "Service"), new("", "v1", "resourcequotas", "ResourceQuota"),
        new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"), new("", "v1", "secrets", "Secret"),
        new("apps", "v1", "deployments", "Deployment"), new("apps", "v1", "replicasets", "ReplicaSet"),
        new("apps", "v1", "statefulsets", "StatefulSet"), new("apps", "v1", "daemonsets", "DaemonSet"),
        new("batch", "v1", "jobs", "Job"), new("batch", "v1", "cronjobs", "CronJob"),
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget"),
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
        new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
        new("networking.k8s.io", "v1", "ingresses", "Ingress"), new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy"),
        new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false),
        new("admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", false),
        new("", "v1", "persistentvolumes", "PersistentVolume", false), new("", "v1", "configmaps", "ConfigMap"),
        new("", "v1", "serviceaccounts", "ServiceAccount"), new("", "v1", "endpoints", "Endpoints"), new("", "v1", "limitranges", "LimitRange"),
        new("storage.k8s.io", "v1", "storageclasses", "StorageClass", false), new("storage.k8s.io", "v1", "csidrivers", "CSIDriver", false),
        new("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", false),
        new("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", false),
        new("networking.k8s.io", "v1", "ingressclasses", "IngressClass", false), new("coordination.k8s.io", "v1", "leases", "Lease"),
        new("rbac.authorization.k8s.io", "v1", "roles", "Role"), new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", false),
        new("apiregistration.k8s.io", "v1", "apiservices", "APIService", false),
        new("gateway.networking.k8s.io", "v1", "gatewayclasses", "GatewayClass", false) { IsCustom = true },
        new("gateway.networking.k8s.io", "v1", "gateways", "Gateway") { IsCustom = true },
        new("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute") { IsCustom = true },
        new("keda.sh", "v1alpha1", "scaledobjects", "ScaledObject") { IsCustom = true },
        new("cert-manager.io", "v1", "certificates", "Certificate") { IsCustom = true },
        new("security.istio.io", "v1", "authorizationpolicies", "AuthorizationPolicy") { IsCustom = true },
        new("security.istio.io", "v1", "peerauthentications", "PeerAuthentication") { IsCustom = true },
    ];

    private static readonly FrozenDictionary<(string, string, string), ResourceKind> ByPath =
        All.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Plural));

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public static ResourceKind? At(string group, string version, string plural) => ByPath.GetValueOrDefault((group, version, plural));

    /// <summary>A cluster knows its group once somebody has installed it.</summary>
    public bool IsCustom { get; init; }

    public static ResourceKind Of(string kind) => Find(kind) ?? throw new ArgumentException($"There is no kind {kind}.", nameof(kind));

    public static ResourceKind? Find(string kind) => All.FirstOrDefault(one => one.Kind == kind);

    /// <summary>Groups with the version that is preferred, but the core one.</summary>
    /// <param name="isThere">Whether there is anything of a custom kind.</param>
    public static IEnumerable<(string Group, string Version)> Groups(Func<ResourceKind, bool> isThere) =>
        All.Where(kind => kind.Group.Length > 0 && (!kind.IsCustom || isThere(kind))).Select(kind => (kind.Group, kind.Version)).Distinct();
}
