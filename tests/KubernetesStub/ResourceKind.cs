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
    ];

    private static readonly FrozenDictionary<(string, string, string), ResourceKind> ByPath =
        All.ToFrozenDictionary(kind => (kind.Group, kind.Version, kind.Plural));

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public static ResourceKind? At(string group, string version, string plural) => ByPath.GetValueOrDefault((group, version, plural));

    public static ResourceKind Of(string kind) => All.First(one => one.Kind == kind);
}
